// The init bundle on a running box: every resource is there, and running it again changes nothing.
import { beforeAll, expect, test } from 'vitest'
import type { Bundle } from '../../vocabulary/aidbox.ts'
import { world } from '../harness/boxes.ts'
import { bundlesOfTheWorld } from '../harness/bundles.ts'
import { type Persona, personaWith } from '../harness/personas.ts'

const boxes = ['sandbox', 'production'] as const
const isElsewhere = Boolean(process.env.SANDBOX_BOX_URL && process.env.PRODUCTION_BOX_URL)
let bundles: Record<(typeof boxes)[number], Bundle>
let root: Persona

beforeAll(() => {
  if (!isElsewhere) bundles = bundlesOfTheWorld()
  const { secrets } = world()
  root = personaWith('root', box => {
    const pair = `root:${secrets[`${box.toUpperCase()}_ROOT_SECRET`]}`
    return `Basic ${Buffer.from(pair).toString('base64')}`
  })
})

/** `Type/id` → version, for everything the bundle names. */
const versions = async (box: (typeof boxes)[number]): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const { resource } of bundles[box].entry ?? []) {
    if (!resource) continue
    const name = `${resource.resourceType}/${resource.id}`
    const { status, body } = await root.fetch(box, 'GET', `/fhir/${name}`)
    found[name] = `${status} ${JSON.stringify(body).match(/"versionId":"(\d+)"/)?.[1]}`
  }
  return found
}

test.skipIf(isElsewhere).each(boxes)(
  'the %s box holds everything its bundle names, and running the bundle again changes nothing',
  async box => {
    const before = await versions(box)
    expect(Object.values(before).filter(text => !/^200 \d+$/.test(text))).toEqual([])
    // $drop-cache is a command for the start; over HTTP the embedded box takes resources only.
    const entry = bundles[box].entry?.filter(({ resource }) => resource)
    const answer = await root.fetch(box, 'POST', '/fhir', { body: { ...bundles[box], entry } })
    expect(answer).toMatchObject({ status: 200 })
    expect(await versions(box)).toEqual(before)
  },
)

test.skipIf(isElsewhere)(
  'no secret comes back in clear: clients and people hold hashes',
  async () => {
    const { secrets } = world()
    for (const box of boxes)
      for (const path of ['Client?_count=100', 'User?_count=100']) {
        const { body } = await root.fetch(box, 'GET', `/fhir/${path}`)
        const text = JSON.stringify(body)
        for (const [name, value] of Object.entries(secrets))
          if (/CLIENT_SECRET|CONSENT_SECRET|DEMO_PASSWORD/.test(name))
            expect([name, text.includes(`"${value}"`)]).toEqual([name, false])
      }
  },
)
