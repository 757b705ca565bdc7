// A box with a certificate speaks https itself: no proxy in front, TLS 1.2 or newer, links and cookies to match.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { expect, test } from 'vitest'
import { startTestBox } from './box.fixture.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

test.skipIf(!hasOpenssl)(
  'a box with a certificate answers over https (needs openssl)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plan-api-tls-'))
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        keyFile,
        '-out',
        certFile,
      ],
      { stdio: 'pipe' },
    )
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
    const box = await startTestBox({ baseUrl: 'https://localhost:0', tls: { cert, key } })
    const dispatcher = new Agent({ connect: { ca: cert } })
    try {
      const health = await request(`${box.url}/health`, { dispatcher })
      expect(health.statusCode).toBe(200)
      await health.body.dump()
      const discovery = await request(`${box.url}/fhir/.well-known/smart-configuration`, {
        dispatcher,
      })
      const document = JSON.stringify(await discovery.body.json())
      expect(document).toContain(`${box.url}/auth/token`)
      expect(document).not.toContain('http://')
      await expect(request(box.url.replace('https:', 'http:'))).rejects.toThrow()
    } finally {
      await dispatcher.close()
      await box.close()
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)
