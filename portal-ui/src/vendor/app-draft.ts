// What was typed into the app form when the session ended; kept in this tab until the form is back.
import type { SmartAppFields } from '../../../vocabulary/operations.ts'
import { emptyFields } from './app-values.ts'

const key = (name: string) => `plan-api.draft.${name}`

export const keepDraft = (name: string, fields: SmartAppFields): void =>
  sessionStorage.setItem(key(name), JSON.stringify(fields))

export const dropDraft = (name: string): void => sessionStorage.removeItem(key(name))

/** The draft, once; unknown or broken content is no draft. */
export const takeDraft = (name: string): SmartAppFields | undefined => {
  const text = sessionStorage.getItem(key(name))
  dropDraft(name)
  const value: unknown = text ? JSON.parse(text) : undefined
  return isFields(value) ? value : undefined
}

const isFields = (value: unknown): value is SmartAppFields =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(emptyFields).every(field => Object.hasOwn(value, field))
