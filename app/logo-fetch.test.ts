// Logos fetched from a real server on this machine: what is kept, what is refused, what is never connected to.
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchLogo } from './logo-fetch.ts'

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex')
const webp = Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')

let server: Server
let base: string
const asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const pages: Record<string, () => void> = {
      '/png': () => response.end(png),
      '/jpeg': () => response.end(jpeg),
      '/webp': () => response.end(webp),
      '/svg': () => response.setHeader('content-type', 'image/png').end('<svg onload="x"/>'),
      '/large': () => response.end(Buffer.concat([png, Buffer.alloc(200_000)])),
      '/exact': () => response.end(Buffer.concat([png, Buffer.alloc(200_000 - png.length)])),
      '/moved': () => response.writeHead(302, { location: '/png' }).end(),
      '/cut': () => {
        response.setHeader('content-length', '1000').write(png)
        response.destroy()
      },
    }
    const page = pages[request.url ?? '']
    if (page) page()
    else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const inDemo = (path: string) => fetchLogo(base + path, { allowsLoopback: true })

describe('a logo', () => {
  test.each([
    ['/png', 'image/png'],
    ['/jpeg', 'image/jpeg'],
    ['/webp', 'image/webp'],
    ['/exact', 'image/png'],
  ])('%s is kept with the type its bytes show', async (path, type) => {
    expect(await inDemo(path)).toMatchObject({ type })
  })

  test.each([
    ['/svg', /PNG, JPEG or WebP/],
    ['/large', /larger than 200 kB/],
    ['/moved', /redirects/],
    ['/none', /answered 404/],
    ['/cut', /did not answer/],
  ])('%s is not kept, and the form says why', async (path, problem) => {
    expect(await inDemo(path)).toEqual({ problem: expect.stringMatching(problem) })
  })

  test('a redirect is not followed', async () => {
    asked.length = 0
    await inDemo('/moved')
    expect(asked).toEqual(['/moved'])
  })

  test.each([
    'http://127.0.0.1/x.png',
    'http://example.com/x.png',
    'ftp://127.0.0.1/x.png',
    'file:///etc/passwd',
    'not a url',
  ])('outside the demo %s is refused for not being https', async url => {
    expect(await fetchLogo(url, { allowsLoopback: false })).toHaveProperty('problem')
  })

  test.each(['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '10.0.0.1', '2130706433'])(
    'https://%s is refused because it is not on the public internet, and nothing connects',
    async host => {
      asked.length = 0
      const { port } = new URL(base)
      expect(await fetchLogo(`https://${host}:${port}/png`, { allowsLoopback: false })).toEqual({
        problem: expect.stringMatching(/no public internet address/),
      })
      expect(asked).toEqual([])
    },
  )

  test('in the demo a loopback server is allowed, a private network is still not', async () => {
    expect(await fetchLogo('https://10.0.0.1/x.png', { allowsLoopback: true })).toEqual({
      problem: expect.stringMatching(/no public internet address/),
    })
  })
})
