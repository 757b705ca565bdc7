// What a $validate asks: a resource or Parameters in the body, mode and profiles there or in the query (FHIR R4, Resource-validate).
import type { FhirCall } from '../../context.ts'
import { fail } from '../../errors.ts'
import { field, isObject, isResource, text } from '../../json.ts'

const modes = ['create', 'update', 'delete', 'profile'] as const
export type Mode = (typeof modes)[number]

export interface Asked {
  mode: Mode | undefined
  profiles: readonly string[]
  /** Absent: the stored one is meant, or none. */
  resource: unknown
}

/** Reads the request; 400 for a mode or a combination that FHIR does not have. */
export const askedOf = (call: FhirCall, type: string): Asked => {
  const parameters = isParameters(call.body, type) ? parametersIn(call.body) : []
  const resource = isParameters(call.body, type)
    ? parameters.find(each => field(each, 'name') === 'resource')
    : undefined
  const named = (name: string): string[] => [
    ...call.query.filter(([key]) => key === name).map(([, value]) => value),
    ...parameters.filter(each => field(each, 'name') === name).flatMap(valuesOf),
  ]
  const given = [...new Set(named('mode'))]
  const [mode] = given.filter(isMode)
  if (given.length > 1 || (given.length === 1 && mode === undefined))
    throw fail('value', `mode is one of ${modes.join(', ')}.`, {
      status: 400,
      expression: ['mode'],
    })
  const asked: Asked = {
    mode,
    profiles: [...new Set(named('profile'))],
    resource: isParameters(call.body, type) ? field(resource, 'resource') : call.body,
  }
  refuseOddities(asked, call, type)
  return asked
}

const refuseOddities = ({ mode, profiles, resource }: Asked, call: FhirCall, type: string) => {
  const refuse = (words: string, expression: string) => {
    throw fail('required', words, { status: 400, expression: [expression] })
  }
  if (mode === 'create' && call.id !== undefined)
    refuse(`Nothing is created at ${type}/${call.id}: ask at ${type}/$validate.`, 'mode')
  if ((mode === 'update' || mode === 'delete') && call.id === undefined)
    refuse(`mode ${mode} is about one resource: ask at ${type}/{id}/$validate.`, 'mode')
  if (mode === 'profile' && profiles.length === 0)
    refuse('mode profile needs a profile to validate against.', 'profile')
  if (resource === undefined && (call.id === undefined || mode === 'update'))
    refuse(`Send the ${type} to validate, or Parameters with it as "resource".`, 'resource')
}

/** A body of Parameters carries the request, unless Parameters themselves are to be validated. */
const isParameters = (body: unknown, type: string): body is Record<string, unknown> =>
  isResource(body) &&
  body.resourceType === 'Parameters' &&
  (type !== 'Parameters' ||
    parametersIn(body).some(
      each => field(each, 'name') === 'resource' && isObject(field(each, 'resource')),
    ))

const parametersIn = (body: unknown): unknown[] => {
  const parameters = field(body, 'parameter')
  return Array.isArray(parameters) ? parameters : []
}

const valuesOf = (parameter: unknown): string[] => {
  for (const name of ['valueUri', 'valueCanonical', 'valueCode', 'valueString', 'valueUrl']) {
    const value = text(parameter, name)
    if (value !== undefined) return [value]
  }
  return []
}

const isMode = (word: string): word is Mode => modes.some(mode => mode === word)
