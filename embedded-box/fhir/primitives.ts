// FHIR's primitive types: which JSON they are and which text they allow (FHIR R4, Data Types).

interface Primitive {
  json: 'string' | 'number' | 'boolean'
  pattern?: RegExp
  /** What a caller should write instead. */
  say: string
}

const time = '([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?'
const zone = '(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))'
const day = '-(0[1-9]|[12][0-9]|3[01])'
const month = '-(0[1-9]|1[0-2])'
const year = '[0-9]{4}'

/** Type → how it is written. */
export const primitives: Record<string, Primitive> = {
  boolean: { json: 'boolean', say: 'true or false' },
  integer: { json: 'number', pattern: /^-?\d+$/, say: 'a whole number' },
  unsignedInt: { json: 'number', pattern: /^\d+$/, say: 'a whole number, 0 or more' },
  positiveInt: { json: 'number', pattern: /^[1-9]\d*$/, say: 'a whole number, 1 or more' },
  decimal: { json: 'number', say: 'a number' },
  string: { json: 'string', pattern: /\S/, say: 'text that is not empty' },
  markdown: { json: 'string', pattern: /\S/, say: 'text that is not empty' },
  xhtml: { json: 'string', pattern: /^\s*<div[\s>]/, say: 'an XHTML div' },
  code: { json: 'string', pattern: /^\S+( \S+)*$/, say: 'a code without blanks at its ends' },
  id: {
    json: 'string',
    pattern: /^[A-Za-z0-9\-.]{1,64}$/,
    say: 'an id of letters, digits, - and ., at most 64',
  },
  uri: { json: 'string', pattern: /^\S+$/, say: 'a URI without blanks' },
  url: { json: 'string', pattern: /^\S+$/, say: 'a URL without blanks' },
  canonical: { json: 'string', pattern: /^\S+$/, say: 'a canonical URL without blanks' },
  oid: { json: 'string', pattern: /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/, say: 'urn:oid: and an OID' },
  uuid: {
    json: 'string',
    pattern: /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    say: 'urn:uuid: and a UUID',
  },
  base64Binary: { json: 'string', pattern: /^[A-Za-z0-9+/=\s]+$/, say: 'base64' },
  date: {
    json: 'string',
    pattern: new RegExp(`^${year}(${month}(${day})?)?$`),
    say: 'a date: YYYY, YYYY-MM or YYYY-MM-DD',
  },
  dateTime: {
    json: 'string',
    pattern: new RegExp(`^${year}(${month}(${day}(T${time}${zone})?)?)?$`),
    say: 'a dateTime: a date, or YYYY-MM-DDThh:mm:ss with a time zone',
  },
  instant: {
    json: 'string',
    pattern: new RegExp(`^${year}${month}${day}T${time}${zone}$`),
    say: 'an instant: YYYY-MM-DDThh:mm:ss with a time zone',
  },
  time: { json: 'string', pattern: new RegExp(`^${time}$`), say: 'a time: hh:mm:ss' },
}
