// A patient's resources of one code are looked up by both at once: they must be those that either would have found.
import { beforeAll, expect, test } from 'vitest'
import { memberSight, onEveryDatabase } from './fhir-box.fixture.ts'

const loinc = 'http://loinc.org'
const weight = { system: loinc, code: '29463-7' }
const ours = { system: 'https://plan-api.example/fhir/CodeSystem/test', code: 'weight' }

const observation = (id: string, patient: string, coding: object[]) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding },
  subject: { reference: `Patient/${patient}` },
})

onEveryDatabase(testBox => {
  const put = async (body: { resourceType: string; id: string }): Promise<void> => {
    const { status } = await testBox().send('PUT', `/${body.resourceType}/${body.id}`, { body })
    expect([200, 201]).toContain(status)
  }
  const found = async (query: string, patient?: string): Promise<string[]> => {
    const { status, body } = await testBox().send('GET', `/Observation?${query}`, {
      ...(patient ? { sight: memberSight(patient) } : {}),
    })
    expect(status).toBe(200)
    return (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id)
  }

  beforeAll(async () => {
    for (const id of ['anna', 'ben']) await put({ resourceType: 'Patient', id })
    await put(observation('anna-both', 'anna', [weight, ours]))
    await put(observation('anna-one', 'anna', [weight]))
    await put(observation('anna-other', 'anna', [{ system: loinc, code: '8480-6' }]))
    await put(observation('ben-one', 'ben', [weight]))
  })

  test('by system and code, by code alone, by any of several codings', async () => {
    expect(await found(`patient=anna&code=${loinc}|29463-7`)).toEqual(['anna-both', 'anna-one'])
    expect(await found('patient=anna&code=29463-7')).toEqual(['anna-both', 'anna-one'])
    expect(await found(`patient=anna&code=${ours.system}|weight`)).toEqual(['anna-both'])
    expect(await found(`patient=anna&code=29463-7&code=weight`)).toEqual(['anna-both'])
    expect(await found('patient=anna&code=29463-7,8480-6')).toHaveLength(3)
    expect(await found('patient=anna&code:not=29463-7')).toEqual(['anna-other'])
  })

  test('a member finds their own, whoever they ask about', async () => {
    expect(await found('code=29463-7', 'anna')).toEqual(['anna-both', 'anna-one'])
    expect(await found('code=29463-7', 'ben')).toEqual(['ben-one'])
    expect(await found('patient=ben&code=29463-7', 'anna')).toEqual([])
    expect(
      await found(`patient=anna&code=${loinc}|29463-7&_sort=-date&_total=accurate`, 'ben'),
    ).toEqual([])
  })

  test('what is corrected to be another patient’s is found there, and no longer here', async () => {
    await put(observation('moving', 'anna', [weight]))
    expect(await found('code=29463-7', 'anna')).toContain('moving')
    await put(observation('moving', 'ben', [weight]))
    expect(await found('code=29463-7', 'anna')).not.toContain('moving')
    expect(await found('code=29463-7', 'ben')).toContain('moving')
    await put(observation('moving', 'ben', [{ system: loinc, code: '8480-6' }]))
    expect(await found('code=29463-7', 'ben')).not.toContain('moving')
  })
})
