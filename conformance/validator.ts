// Answers as the HL7 validator service does, `POST /validate`, and asks the box's own `$validate`: self-validated, never HL7's word.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { inHl7sWords } from './hl7-words.ts'

export interface RunningValidator {
  url: string
  /** How many resources were validated, and for which of them the box gave no verdict. */
  counts(): { asked: number; unanswered: number }
  close(): Promise<void>
}

interface Asked {
  cliContext?: { profiles?: string[] }
  filesToValidate?: { fileName: string; fileContent: string }[]
  sessionId?: string | null
}

interface Issue {
  severity?: string
  diagnostics?: string
  details?: { text?: string }
  expression?: string[]
}

/** `fhir` is the FHIR base of a box with `$validate`; `authorization` lets us ask it. */
export const startValidator = async (
  fhir: string,
  authorization: string,
): Promise<RunningValidator> => {
  const counts = { asked: 0, unanswered: 0 }
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/validate') {
      response.writeHead(404).end()
      return
    }
    counts.asked++
    try {
      const asked: Asked = JSON.parse(await bodyOf(request))
      const file = asked.filesToValidate?.[0]
      if (!file) throw new Error('no file to validate')
      const issues = await validate(
        fhir,
        authorization,
        file.fileContent,
        asked.cliContext?.profiles,
      )
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({
          sessionId: asked.sessionId ?? randomUUID(),
          outcomes: [{ fileInfo: { fileName: file.fileName }, issues: issues.map(asHl7) }],
        }),
      )
    } catch (error) {
      // No verdict is an error of the tool: the kit must not take it for a pass.
      counts.unanswered++
      response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ outcomes: [{ issues: [toolFault(error)] }] }))
    }
  })
  return {
    url: await listening(server),
    counts: () => ({ ...counts }),
    close: () => closed(server),
  }
}

const validate = async (
  fhir: string,
  authorization: string,
  content: string,
  profiles: readonly string[] = [],
): Promise<Issue[]> => {
  const { resourceType }: { resourceType?: string } = JSON.parse(content)
  const url = new URL(`${fhir}/${resourceType}/$validate`)
  for (const profile of profiles) url.searchParams.append('profile', profile)
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization,
      accept: 'application/fhir+json',
      'content-type': 'application/fhir+json',
    },
    body: content,
  })
  const outcome: { resourceType?: string; issue?: Issue[] } = await answer.json()
  // 4xx is the answer of a box that has no $validate, or not this profile: nothing was judged.
  if (!answer.ok || outcome.resourceType !== 'OperationOutcome')
    throw new Error(
      `the box answered $validate with ${answer.status}: ${textOf(outcome.issue?.[0])}`,
    )
  return outcome.issue ?? []
}

const textOf = (issue: Issue | undefined): string =>
  issue?.diagnostics ?? issue?.details?.text ?? 'no reason given'

const asHl7 = (issue: Issue) => ({
  source: 'InstanceValidator',
  location: issue.expression?.[0] ?? '',
  message: inHl7sWords(textOf(issue)),
  level: (issue.severity ?? 'error').toUpperCase(),
})

const toolFault = (error: unknown) => ({
  source: 'InstanceValidator',
  location: '',
  message: `Not validated: ${error instanceof Error ? error.message : error}`,
  level: 'ERROR',
})

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const listening = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address && typeof address === 'object') resolve(`http://127.0.0.1:${address.port}`)
      else reject(new Error('no port'))
    })
  })

const closed = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
