// Checks what callers send by JSON Schema (ajv); a refusal names each field, what is wrong and how to put it right.
import { Ajv, type ErrorObject, type JSONSchemaType } from 'ajv'
import type { ToldFault } from '../vocabulary/told-faults.ts'
import { invalid, refuse } from './errors.ts'

const ajv = new Ajv({ allErrors: true, strict: true, coerceTypes: false })

/** Pattern of texts that stand in subjects, titles and lists. */
export const oneLine = '^[^\\r\\n\\t]*$'

/** What a field is called in messages; without an entry the field's own name is used. */
export type Labels = Readonly<Record<string, string>>

/** A checker of one input shape: answers the input with its type, or throws 422 naming each fault. */
export const checker = <T>(
  schema: JSONSchemaType<T>,
  labels: Labels = {},
): ((input: unknown) => T) => {
  const validate = ajv.compile<T>(schema)
  return input => {
    const trimmed = trim(input)
    if (typeof trimmed !== 'object' || trimmed === null || Array.isArray(trimmed))
      throw refuse('structure', 'Send a JSON object as body.')
    const unstorable = unstorableFields(trimmed)
    if (unstorable.length > 0)
      throw invalid(
        unstorable.map(field => ({
          field,
          message: `${labels[field] ?? field} contains a character that is not text: remove it.`,
          fault: 'field-wrong',
        })),
      )
    if (validate(trimmed)) return trimmed
    throw invalid((validate.errors ?? []).map(error => fault(error, labels)))
  }
}

/** Leading and trailing blanks mean nothing in any of our fields but passwords. */
const trim = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') return key === 'password' ? value : value.trim()
  if (Array.isArray(value)) return value.map(item => trim(item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, trim(item, name)]))
  return value
}

// FHIR text has no control characters but tab and line breaks, and half a character cannot be stored.
const unstorableFields = (input: object): string[] =>
  Object.entries(input)
    .filter(([, value]) =>
      [value].flat().some(text => typeof text === 'string' && isUnstorable(text)),
    )
    .map(([name]) => name.slice(0, 60))

const isUnstorable = (text: string): boolean =>
  !text.isWellFormed() ||
  [...text].some(
    character => (character < ' ' && !/[\t\r\n]/.test(character)) || character === '\u007f',
  )

const fault = (error: ErrorObject, labels: Labels) => {
  const path = error.instancePath.slice(1).replaceAll('/', '.')
  const inner: unknown =
    error.keyword === 'required'
      ? error.params.missingProperty
      : error.keyword === 'additionalProperties'
        ? error.params.additionalProperty
        : undefined
  const field = [path, typeof inner === 'string' ? inner.slice(0, 60) : '']
    .filter(Boolean)
    .join('.')
  const label = labels[field.split('.')[0] ?? ''] ?? field
  return {
    field,
    message: message(error, label),
    code: codeOf[error.keyword] ?? 'invalid',
    fault: faultOf(error),
  } as const
}

const codeOf: Readonly<Record<string, 'required' | 'value' | 'invalid'>> = {
  required: 'required',
  minLength: 'required',
  enum: 'value',
}

/** Empty and missing are the same to whoever fills in a form. */
const faultOf = ({ keyword, params }: ErrorObject): ToldFault => {
  if (keyword === 'required' || (keyword === 'minLength' && params.limit === 1))
    return 'field-missing'
  return keyword === 'maxLength' || keyword === 'maxItems' ? 'field-long' : 'field-wrong'
}

const message = ({ keyword, params }: ErrorObject, label: string): string => {
  switch (keyword) {
    case 'required':
      return `${label} is missing.`
    case 'minLength':
      return params.limit === 1
        ? `${label} is empty: fill it in.`
        : `${label} is too short: ${params.limit} characters or more.`
    case 'maxLength':
      return `${label} is too long: ${params.limit} characters at most.`
    case 'maxItems':
      return `${label} has too many entries: ${params.limit} at most.`
    case 'additionalProperties':
      return `${label} is not a field of this request: leave it out.`
    case 'type':
      return `${label} must be of type ${String(params.type)}.`
    case 'enum':
      return `${label} has a value that is not offered.`
    case 'pattern':
      return params.pattern === oneLine
        ? `${label} must be one line.`
        : `${label} does not have the expected form.`
    case 'minimum':
      return `${label} must be ${params.limit} or more.`
    default:
      return `${label} is not valid.`
  }
}
