// A launch link from the box: it signs who launches what for which patient; the App has checked all three.
import type { BoxClient } from './box-client.ts'
import { textAt } from './json.ts'

export interface LaunchLink {
  /** `<launch url>?iss=…&launch=…`. */
  uri: string
  /** The launch token alone. */
  launch: string
}

/** Asks the box for a launch of a Client by a User for a Patient. */
export const launchLink = async (
  box: BoxClient,
  { user, client, patient }: { user: string; client: string; patient: string },
): Promise<LaunchLink> => {
  const result = await box.rpc('aidbox.smart/get-launch-uri', {
    user,
    iss: `${box.url}/fhir`,
    client,
    ctx: { patient },
  })
  const uri = textAt(result, 'uri') ?? ''
  const launch =
    textAt(result, 'launch') ??
    (URL.canParse(uri) ? new URL(uri).searchParams.get('launch') : undefined)
  if (!uri || !launch)
    throw new Error(`The ${box.name} box answered a launch request without a link`)
  return { uri, launch }
}
