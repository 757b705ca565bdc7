// A box's EHR launch link: `<launch url>?iss=…&launch=…`, made by Aidbox's own RPC method.
import type { BoxClient } from './box-client.ts'
import { textAt } from './json.ts'

/** Ids of who launches what for whom; the caller has checked all three. */
export interface Launch {
  client: string
  user: string
  patient: string
}

/** Where to send the browser. */
export const launchUri = async (
  box: BoxClient,
  { client, user, patient }: Launch,
): Promise<string> => {
  const result = await box.rpc('aidbox.smart/get-launch-uri', {
    user,
    client,
    iss: `${box.url}/fhir`,
    ctx: { patient },
  })
  const uri = textAt(result, 'uri')
  if (!uri) throw new Error(`The ${box.name} box made no launch link`)
  return uri
}

/** Only the launch token, for a client that is at its launch page already. */
export const launchToken = async (box: BoxClient, launch: Launch): Promise<string> => {
  const token = new URL(await launchUri(box, launch)).searchParams.get('launch')
  if (!token) throw new Error(`The ${box.name} box made a launch link without a token`)
  return token
}
