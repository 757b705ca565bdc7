// What a caller wants to be answered in: JSON, or 406. There is no XML here, and it is better to say so than to send the other.
import { fail } from './errors.ts'
import type { Pairs } from './query.ts'

const served =
  /^(\*\/\*|application\/\*|text\/\*|text\/html|(application|text)\/json|application\/(fhir\+json|json\+fhir))$/
const format =
  /^(json|(application|text)\/json|application\/(fhir[+ ]json|json[+ ]fhir)|html|text\/html)$/

/** Throws BoxError 406 when neither `_format` nor `Accept` leaves JSON. */
export const requireJson = (accept: string | undefined, query: Pairs): void => {
  const asked = query.filter(([name]) => name === '_format').at(-1)?.[1]
  if (asked !== undefined) {
    if (!format.test(asked.split(';')[0]?.trim().toLowerCase() ?? '')) throw onlyJson()
    return
  }
  if (accept === undefined || accept.trim() === '') return
  const ranges = accept
    .split(',')
    .map(range => range.split(';').map(part => part.trim().toLowerCase()))
  if (!ranges.some(([type = '', ...options]) => served.test(type) && !options.includes('q=0')))
    throw onlyJson()
}

const onlyJson = () =>
  fail('not-supported', 'This box answers in JSON only: Accept application/fhir+json', {
    status: 406,
  })
