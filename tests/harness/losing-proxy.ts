// A way to a box on which answers get lost: a request arrives and is carried out, its sender never hears of it.
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LosingProxy {
  url: string
  /** The next request for which this holds is carried out, and its answer thrown away. */
  loseNext(matches: (method: string, path: string) => boolean): void
  close(): Promise<void>
}

/** Listens on a free port in front of a box. */
export const startLosingProxy = async (box: string): Promise<LosingProxy> => {
  const target = new URL(box)
  let loses: ((method: string, path: string) => boolean) | undefined
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming
    const isLost = loses?.(method, url) ?? false
    if (isLost) loses = undefined
    const onward = ask(
      { host: target.hostname, port: target.port, method, path: url, headers },
      answer => {
        if (isLost) {
          answer.resume()
          answer.on('end', () => incoming.socket.destroy())
          return
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is one
  return {
    url: `http://127.0.0.1:${port}`,
    loseNext: matches => {
      loses = matches
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
