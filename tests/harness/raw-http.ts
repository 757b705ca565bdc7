// HTTP/1.1 by hand over a socket: sends bytes that no client library would, and reads whatever comes back.
import { connect } from 'node:net'

export interface RawRequest {
  method: string
  /** Path and query exactly as they go on the wire, Latin-1. */
  target: string
  headers: readonly (readonly [name: string, value: string])[]
  body?: Buffer
}

export interface RawAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

export type RawOutcome =
  | { kind: 'answered'; answer: RawAnswer }
  /** Nothing within the time. */
  | { kind: 'silent' }
  /** The line was cut before an answer was complete. */
  | { kind: 'cut'; received: string }

/** Sends one request on a line of its own. */
export const sendRaw = (
  { hostname, port }: URL,
  request: RawRequest,
  patience: number,
): Promise<RawOutcome> =>
  new Promise(resolve => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname)
    const done = (outcome: RawOutcome): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(outcome)
    }
    const late = setTimeout(() => done({ kind: 'silent' }), patience)
    const finish = (): void => {
      const received = Buffer.concat(chunks)
      const answer = parse(received)
      done(
        answer
          ? { kind: 'answered', answer }
          : { kind: 'cut', received: received.toString('latin1').slice(0, 200) },
      )
    }
    socket.on('data', chunk => chunks.push(chunk))
    socket.once('end', finish).once('error', finish).once('close', finish)
    socket.write(wire(request, hostname))
  })

const wire = ({ method, target, headers, body }: RawRequest, host: string): Buffer => {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...(body ? [`Content-Length: ${body.length}`] : []),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return body ? Buffer.concat([head, body]) : head
}

const parse = (bytes: Buffer): RawAnswer | undefined => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1])
  if (!status) return undefined
  const headers = Object.fromEntries(
    lines.map(line => {
      const at = line.indexOf(':')
      return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
    }),
  )
  return { status, headers, body: bytes.subarray(end + 4).toString('utf8') }
}
