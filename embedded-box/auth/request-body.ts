// Bodies of the OAuth endpoints: a form or a JSON object, both at most 64 kB, each form parameter once.
import express, { type Request } from 'express'
import { invalidRequest } from './oauth-error.ts'
import { isFault, type Parameters, readParameters } from './parameters.ts'

/** Reads the body as text; what is in it is looked at by the endpoint. */
export const readBody = express.text({
  type: ['application/x-www-form-urlencoded', 'application/json'],
  limit: '64kb',
})

/** The parameters of a token, introspection or revocation request. Throws OAuthError. */
export const bodyOf = (request: Request): Parameters => {
  const text = typeof request.body === 'string' ? request.body : undefined
  if (
    text === undefined &&
    request.headers['content-length'] !== '0' &&
    request.headers['content-type']
  )
    throw invalidRequest('the body must be application/x-www-form-urlencoded or application/json')
  const read = request.is('json') ? fromJson(text ?? '') : readParameters(text ?? '')
  if (isFault(read)) {
    const what = read.fault === 'repeated' ? 'is repeated' : 'has a control character'
    throw invalidRequest(`${read.name} ${what}`)
  }
  return read
}

const fromJson = (text: string) => {
  const form = new URLSearchParams()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalidRequest('the body is not JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest('the body must be a JSON object')
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') throw invalidRequest(`${name.slice(0, 40)} must be a text`)
    form.append(name, value)
  }
  // JSON.parse keeps the last of equal names; names and values are all the strings there may be.
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0
  if (strings !== 2 * form.size) throw invalidRequest('a name of the JSON body is repeated')
  return readParameters(form.toString())
}
