// A decimal is read as it was written, whichever way it came and whatever else of its resource was changed.
import { expect, test } from 'vitest'
import { copied, parseExactly, stringifyExactly } from './exact-decimals.ts'
import { onEveryDatabase } from './fhir/fhir-box.fixture.ts'

const exact =
  '{"a":[1.10,{"b":100.00}],"c":1e3,"d":12345678901234567890,"e":"1.10","f":0.0,"g":-2.50}'

test('numbers come out of the box as they went in', () => {
  expect(stringifyExactly(parseExactly(exact))).toBe(exact)
  expect(stringifyExactly(copied(parseExactly(exact)))).toBe(exact)
  expect(stringifyExactly({ n: 1.1, s: '1.10' })).toBe('{"n":1.1,"s":"1.10"}')
})

test('a number that was changed is written as it is now', () => {
  const value = parseExactly('{"n":1.10}') as { n: number }
  value.n = 2
  expect(stringifyExactly(value)).toBe('{"n":2}')
})

/** As a client sends it: text, parsed at the edge. */
const body = (text: string) => parseExactly(text)

onEveryDatabase(testBox => {
  const send: ReturnType<typeof testBox>['send'] = (...args) => testBox().send(...args)
  const observation = (value: string, more = '') =>
    `{"resourceType":"Observation","id":"d","status":"final","code":{"text":"x"},"valueQuantity":{"value":${value}}${more}}`
  const shown = async (query = 'Observation/d') =>
    /"value":([-0-9.eE+]+)/.exec((await send('GET', query)).text)?.[1]

  test('zeros at the end of a decimal stay through create, update, patch, transaction and summary', async () => {
    await send('POST', 'Observation', { body: body(observation('7.50')) })
    expect(await shown()).toBe('7.50')
    const subject = ',"subject":{"reference":"http://box.test/fhir/Patient/none"}'
    await send('POST', 'Patient', { body: { resourceType: 'Patient', id: 'none' } })
    await send('PUT', 'Observation/d', { body: body(observation('7.500', subject)) })
    expect(await shown()).toBe('7.500')
    await send('PATCH', 'Observation/d', { body: { language: 'es' } })
    expect(await shown()).toBe('7.500')
    await send('PATCH', 'Observation/d', { body: [{ op: 'add', path: '/language', value: 'en' }] })
    expect(await shown()).toBe('7.500')
    await send('PATCH', 'Observation/d', { body: body('{"valueQuantity":{"value":8.0}}') })
    expect(await shown()).toBe('8.0')
    const replaced = '[{"op":"replace","path":"/valueQuantity/value","value":8.00}]'
    await send('PATCH', 'Observation/d', { body: body(replaced) })
    expect(await shown()).toBe('8.00')
    const bundle = `{"resourceType":"Bundle","type":"transaction","entry":[{"resource":${observation('9.0')},"request":{"method":"PUT","url":"Observation/d"}}]}`
    await send('POST', '', { body: body(bundle) })
    expect(await shown()).toBe('9.0')
    expect(await shown('Observation/d?_summary=true')).toBe('9.0')
    expect(await shown('Observation?_elements=valueQuantity')).toBe('9.0')
  })

  test('another precision is a change, the same one is none', async () => {
    const put = async (value: string) =>
      (await send('PUT', 'Observation/d', { body: body(observation(value)) })).headers.ETag
    const first = await put('4.20')
    expect(await put('4.20')).toBe(first)
    expect(await put('4.2')).not.toBe(first)
    expect(await shown()).toBe('4.2')
  })
})
