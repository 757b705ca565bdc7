// A certificate authority that lives for one run: it signs the certificate of the boxes, and whoever is told trusts it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

export interface Authority {
  /** PEM file with the system's authorities and this one: what `SSL_CERT_FILE` of another process names. */
  trustedFile: string
  /** PEM files: key and certificate of `localhost`. */
  keyFile: string
  certFile: string
}

const days = '2'

/** Makes authority and certificate in `folder`, and lets this process trust them besides all that it trusts already. */
export const makeAuthority = (folder: string): Authority => {
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  }
  writeFileSync(at('names.cnf'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  const key = ['-newkey', 'rsa:2048', '-nodes']
  const root = ['-subj', '/CN=Plan API conformance run', '-addext', 'keyUsage=critical,keyCertSign']
  openssl(
    'req',
    '-x509',
    ...key,
    ...root,
    '-days',
    days,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  )
  openssl(
    'req',
    ...key,
    '-subj',
    '/CN=localhost',
    '-keyout',
    at('localhost.key'),
    '-out',
    at('localhost.csr'),
  )
  const signer = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial']
  const request = ['-in', at('localhost.csr'), '-extfile', at('names.cnf')]
  openssl('x509', '-req', ...request, ...signer, '-days', days, '-out', at('localhost.pem'))

  const own = readFileSync(at('ca.pem'), 'utf8')
  const system = [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  writeFileSync(at('trusted.pem'), [...system, own].map(pem => `${pem.trim()}\n`).join(''))
  setDefaultCACertificates([...getCACertificates('default'), own])
  return {
    trustedFile: at('trusted.pem'),
    keyFile: at('localhost.key'),
    certFile: at('localhost.pem'),
  }
}
