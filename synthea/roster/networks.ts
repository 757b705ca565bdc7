// The networks that the box's directory has, by name: rows name them.
import { BoxFault, type ImportBox } from '../importing/box.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Name → reference of every network on the box. */
export const networksOn = async (box: ImportBox): Promise<Map<string, string>> => {
  const { status, body } = await box.ask('GET', '/Organization?type=ntwk&_count=500')
  if (status >= 400) {
    throw new BoxFault(
      `The box does not let this client read the directory (${status}); check --client and the secret in --secret-env.`,
    )
  }
  const entries = isRecord(body) && Array.isArray(body.entry) ? body.entry : []
  return new Map(
    entries.flatMap((entry: unknown): [string, string][] => {
      const resource = isRecord(entry) ? entry.resource : undefined
      return isRecord(resource) && typeof resource.name === 'string'
        ? [[resource.name, `Organization/${resource.id}`]]
        : []
    }),
  )
}
