// JSON Patch (RFC 6902) and merge patch (RFC 7386) on a resource; which one is meant, as Aidbox decides it.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { FhirCall } from '../context.ts'
import { fail } from '../errors.ts'
import { carried, carriedValue, copied } from '../exact-decimals.ts'
import { isObject, same } from '../json.ts'

/** The resource after the patch; the original is not changed. */
export const patched = (call: FhirCall, resource: Resource): unknown => {
  const method = methodOf(call)
  if (method === 'json-patch') return operationsOn(copied(resource), call.body)
  if (!isObject(call.body))
    throw fail('structure', 'A merge patch is a JSON object.', { status: 400 })
  return merged(resource, call.body)
}

const methodOf = (call: FhirCall): 'json-patch' | 'merge-patch' => {
  const named = call.query.find(([name]) => name === '_method')?.[1]
  const type = call.headers['content-type'] ?? ''
  const method =
    named ??
    (/json-patch\+json/.test(type)
      ? 'json-patch'
      : /merge-patch\+json/.test(type)
        ? 'merge-patch'
        : Array.isArray(call.body)
          ? 'json-patch'
          : isObject(call.body) && call.body.resourceType === 'Parameters'
            ? 'fhirpath-patch'
            : 'merge-patch')
  if (method === 'json-patch' || method === 'merge-patch') return method
  throw fail(
    'not-supported',
    `Patch method "${method.slice(0, 40)}" is not supported. Use json-patch or merge-patch.`,
  )
}

/** RFC 7386: null removes, objects merge, everything else replaces. */
const merged = (target: unknown, change: unknown): unknown => {
  if (!isObject(change)) return change
  const result = new Map<string, unknown>(isObject(target) ? Object.entries(target) : [])
  for (const [key, value] of Object.entries(change)) {
    if (value === null) result.delete(key)
    else result.set(key, merged(result.get(key), value))
  }
  const after = Object.fromEntries(result)
  carried(change, after)
  return isObject(target) ? carried(target, after) : after
}

const bad = (index: number, why: string, status = 400) =>
  fail('value', `Operation ${index} of the patch: ${why}`, { status })

const operationsOn = (start: unknown, operations: unknown): unknown => {
  if (!Array.isArray(operations))
    throw fail('structure', 'A JSON Patch is an array of operations.', { status: 400 })
  let root = start
  operations.forEach((operation: unknown, index) => {
    if (!isObject(operation)) throw bad(index, 'is not an object.')
    const { op, path, from, value } = operation
    if (typeof path !== 'string') throw bad(index, 'has no path.')
    if (op === 'test') {
      if (!same(valueAt(root, path, index), value))
        throw bad(index, `the value at ${path} is another.`, 422)
      return
    }
    if (op === 'add' || op === 'replace') {
      if (value === undefined) throw bad(index, 'has no value.')
      if (op === 'replace') valueAt(root, path, index)
      root = put(root, path, value, op === 'add', index)
      const { parent, last } = parentOf(root, path, index)
      if (isObject(parent)) carriedValue(operation, 'value', parent, last)
      return
    }
    if (op === 'remove') {
      root = removed(root, path, index)
      return
    }
    if (op === 'move' || op === 'copy') {
      if (typeof from !== 'string') throw bad(index, 'has no from.')
      const moved = copied(valueAt(root, from, index))
      if (op === 'move') root = removed(root, from, index)
      root = put(root, path, moved, true, index)
      return
    }
    throw bad(index, 'op is none of add, remove, replace, move, copy, test.')
  })
  return root
}

const steps = (path: string, index: number): string[] => {
  if (path === '') return []
  if (!path.startsWith('/'))
    throw bad(index, `the path ${path.slice(0, 100)} does not start with "/".`)
  return path
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const missing = (path: string, index: number) =>
  bad(index, `there is nothing at ${path.slice(0, 200)}.`, 422)

const valueAt = (root: unknown, path: string, index: number): unknown =>
  steps(path, index).reduce((value: unknown, step) => {
    const found = Array.isArray(value)
      ? value[position(step, value.length - 1)]
      : isObject(value) && Object.hasOwn(value, step)
        ? value[step]
        : undefined
    if (found === undefined) throw missing(path, index)
    return found
  }, root)

/** -1 where the step is no position within the bounds. */
const position = (step: string, last: number): number =>
  /^(0|[1-9]\d{0,6})$/.test(step) && Number(step) <= last ? Number(step) : -1

const parentOf = (root: unknown, path: string, index: number) => {
  const all = steps(path, index)
  const last = all.at(-1)
  if (last === undefined) throw bad(index, 'the whole resource cannot be replaced by a patch.')
  const parent = valueAt(root, path.slice(0, path.lastIndexOf('/')), index)
  return { parent, last }
}

const put = (root: unknown, path: string, value: unknown, insert: boolean, index: number) => {
  const { parent, last } = parentOf(root, path, index)
  if (Array.isArray(parent)) {
    const at =
      last === '-' ? parent.length : position(last, insert ? parent.length : parent.length - 1)
    if (at < 0) throw missing(path, index)
    parent.splice(at, insert ? 0 : 1, value)
  } else if (isObject(parent)) set(parent, last, value)
  else throw missing(path, index)
  return root
}

const removed = (root: unknown, path: string, index: number) => {
  valueAt(root, path, index)
  const { parent, last } = parentOf(root, path, index)
  if (Array.isArray(parent)) parent.splice(position(last, parent.length - 1), 1)
  else if (isObject(parent)) Reflect.deleteProperty(parent, last)
  return root
}

/** An own field, whatever its name: `__proto__` must not reach a prototype. */
const set = (parent: Record<string, unknown>, name: string, value: unknown): void => {
  Object.defineProperty(parent, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}
