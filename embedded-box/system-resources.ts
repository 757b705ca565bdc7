// Aidbox's own resources on their way into the store: attributes checked, references in FHIR's form, secrets hashed.
// Unknown attributes are 422, as in Aidbox since 2606; what this box does not implement is refused by name.
import type { Resource } from '../vocabulary/aidbox.ts'
import { type Issue, outcome } from '../vocabulary/outcome.ts'
import { checkPolicy } from './access/policies.ts'
import { PolicyFault } from './access/policy-fault.ts'
import { checkSql } from './access/sql-ask.ts'
import { toFhir } from './aidbox-format.ts'
import { appFaults, declaredOperations } from './app-manifest.ts'
import { attributeFaults } from './attribute-check.ts'
import { hasAttributes } from './attributes.ts'
import { hashPassword, isPasswordHash, passwordMatches } from './auth/passwords.ts'
import { hashSecret } from './auth/secrets.ts'
import type { Box } from './box.ts'
import { BoxError } from './errors.ts'

/** The step before a write, as the store's side calls it. */
export const prepareSystemResource = async (
  box: Box,
  resource: Resource,
  previous?: Resource,
): Promise<Resource> => {
  const ready = await prepared(resource, previous)
  for (const policy of policiesIn(ready))
    await checkSql(box, policy).catch(error => {
      if (!(error instanceof PolicyFault)) throw error
      throw new BoxError(422, outcome([policyFault(policy, error)], 'invalid'))
    })
  return ready
}

/** The resource itself, or those that an App's manifest declares. */
const policiesIn = (resource: Resource): Resource[] =>
  resource.resourceType === 'AccessPolicy'
    ? [resource]
    : resource.resourceType === 'App'
      ? declaredOperations({ ...resource, id: resource.id ?? '' }).flatMap(
          ({ policies }) => policies,
        )
      : []

/**
 * What of a resource is stored. `previous` is the version that is current, if there is one.
 * Throws BoxError 422 with one issue for each attribute that is wrong.
 */
export const prepared = async (resource: Resource, previous?: Resource): Promise<Resource> => {
  const type = resource.resourceType
  const checked = toFhir(resource)
  const issues = hasAttributes(type)
    ? oneEach([...attributeFaults(checked), ...(rules[type]?.(checked) ?? [])])
    : [fault(type, `this box does not keep resources of type ${type}`)]
  if (issues.length > 0) throw new BoxError(422, outcome(issues, 'invalid'))
  return (await secrets[type]?.(checked, previous)) ?? checked
}

/** What the attributes' check said of a path, a type's own rules need not say again. */
const oneEach = (issues: readonly Issue[]): Issue[] => {
  const said = new Set<string>()
  return issues.filter(({ expression }) => {
    const path = String(expression)
    return !said.has(path) && said.add(path)
  })
}

const fault = (expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code: 'invalid',
  expression: [expression],
  diagnostics,
})

const policyFault = ({ id = '' }: Resource, { at, message }: PolicyFault): Issue =>
  fault(`AccessPolicy.${at}`, `${id} ${message}`.trim())

const rules: Record<string, (resource: Resource) => Issue[]> = {
  AccessPolicy: resource => {
    try {
      checkPolicy(resource)
      return []
    } catch (error) {
      if (error instanceof PolicyFault) return [policyFault(resource, error)]
      throw error
    }
  },
  App: resource => appFaults(resource).map(({ at, reason }) => fault(`App.${at}`, reason)),
  Operation: ({ request, public: open, action }) =>
    request === undefined && open === undefined && action === undefined
      ? []
      : [fault('Operation', 'this box takes routes from App.operations only')],
}

const secrets: Record<string, (resource: Resource, previous?: Resource) => Promise<Resource>> = {
  Client: async (client, previous) => {
    const { secret } = client
    if (typeof secret !== 'string') return client
    // a hash has no form of its own: what comes back as it was read is kept
    return { ...client, secret: secret === previous?.secret ? secret : hashSecret(secret) }
  },
  User: async (user, previous) => {
    const { password } = user
    if (typeof password !== 'string' || isPasswordHash(password)) return user
    const stored = previous?.password
    // the same password again is no change: a bundle run twice makes no new version
    const unchanged = typeof stored === 'string' && (await passwordMatches(password, stored))
    return { ...user, password: unchanged ? stored : await hashPassword(password) }
  },
}
