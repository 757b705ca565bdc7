// Runs one suite from its first group to its last, as a tester at Inferno's page would, and gathers what came of each test.
import { findAffiliation } from './affiliation.ts'
import { emailOf, recordIds } from './cast.ts'
import { type ClientKind, launchToken, type RegisteredClient, registerClient } from './clients.ts'
import type {
  GroupDefinition,
  InfernoApi,
  Input,
  InputDefinition,
  Runnable,
  Suite,
  TestDefinition,
} from './inferno-api.ts'
import { outcomesOf, type SuiteOutcome } from './outcomes.ts'
import type { Given, SuitePlan } from './suite-plan.ts'
import { authorizeAs, errandOf, tokenFor } from './visitor.ts'
import type { World } from './world.ts'

export interface Stage {
  world: World
  inferno: InfernoApi
  infernoUrl: string
}

/** The member who shows one of everything. */
const everything = 'conformance-m1'

/** All tests of a suite; a group that cannot be run leaves its tests as not run, with the reason. */
export const runSuite = async (
  stage: Stage,
  plan: SuitePlan,
  say: (line: string) => void,
): Promise<SuiteOutcome> => {
  const began = performance.now()
  const given = await prepare(stage, plan)
  const session = await stage.inferno.createSession(plan.suite, plan.options ?? [])
  const suite = session.test_suite
  const notRun = new Map<string, string>()
  const parts = partsOf(suite, plan)
  for (const part of parts) {
    try {
      await runPart(stage, plan, { session: session.id, part, given })
    } catch (error) {
      // One group that stops must not hide what the others say.
      const reason = error instanceof Error ? error.message : String(error)
      for (const test of part.tests) notRun.set(test.id, reason)
      say(`${plan.title}: ${part.title} stopped: ${reason}`)
    }
  }
  const { only } = plan
  const tests = parts.flatMap(part => part.tests).filter(({ id }) => !only || only.test(id))
  const outcome = outcomesOf(plan, {
    tests,
    results: await stage.inferno.results(session.id),
    notRun,
  })
  const passed = outcome.tests.filter(({ verdict }) => verdict === 'pass').length
  const seconds = Math.round((performance.now() - began) / 1000)
  say(`${plan.title}: ${passed} of ${tests.length} passed (${seconds} s)`)
  return outcome
}

/** What is started by one press of "Run Tests". */
interface Part {
  title: string
  what: Runnable
  inputs: readonly InputDefinition[]
  tests: readonly TestDefinition[]
}

const partsOf = (suite: Suite, { groups }: SuitePlan): Part[] => {
  if (!groups) {
    const tests = suite.test_groups.flatMap(testsIn)
    return [{ title: suite.title, what: { test_suite_id: suite.id }, inputs: suite.inputs, tests }]
  }
  return groups.map(name => {
    const group = findGroup(suite, `${suite.id}-${name}`)
    const { title, inputs } = group
    return { title, what: { test_group_id: group.id }, inputs, tests: testsIn(group) }
  })
}

const prepare = async ({ world, inferno, infernoUrl }: Stage, plan: SuitePlan): Promise<Given> => {
  const { path = 'smart', patient = everything } = plan
  const at = (end: string): string => `${infernoUrl}/custom/${path}/${end}`
  const needsKeys = plan.backend || plan.client === 'asymmetric'
  // Client.jwks holds RSA keys only, on Aidbox and here, and of them what a verifier needs: RS384, then.
  const published = needsKeys ? await inferno.keys(`/custom/${path}/.well-known/jwks.json`) : []
  const keys = published.flatMap(({ kty, kid, alg, n, e }) =>
    kty === 'RSA' ? [{ kty, kid, alg, n, e }] : [],
  )
  const register = (kind: ClientKind, id: string): Promise<RegisteredClient> =>
    registerClient(world, { id, kind, redirect: at('redirect'), launch: at('launch'), keys })
  const id = `inferno-${plan.name.replaceAll('.', '-')}`
  const nobody: RegisteredClient = { id: '' }
  const client = plan.client ? await register(plan.client, id) : nobody
  const token = plan.givenToken && (await tokenFor(world, client, at('redirect'), patient))
  return {
    base: `${world.box}/fhir`,
    client,
    backend: plan.backend ? await register('backend', `${id}-backend`) : nobody,
    patient,
    ...(token ? { token } : {}),
    ...(plan.client
      ? { ids: await recordIds(world, patient) }
      : { ids: {}, affiliation: await findAffiliation(world) }),
  }
}

const runPart = async (
  { world, inferno }: Stage,
  plan: SuitePlan,
  { session, part, given }: { session: string; part: Part; given: Given },
): Promise<void> => {
  const visitor = { email: emailOf(given.patient), password: world.password }
  const inputs = inputsFor(part.inputs, plan, given, await inferno.sessionData(session))
  const id = await inferno.run(session, part.what, inputs)
  for (let waits = 0; ; waits++) {
    const { status, results = [] } = await inferno.testRun(id)
    if (status === 'done') return
    const message = results.find(
      each => each.result === 'wait' && each.result_message,
    )?.result_message
    if (status !== 'waiting' || message === undefined || waits > 20)
      throw new Error(`the run is ${status} and does not say what it waits for`)
    const errand = errandOf(message)
    if (!errand) throw new Error(`nobody knows what to do here: ${message.trim().slice(0, 200)}`)
    if (errand.kind === 'authorize') await authorizeAs(visitor, errand.url, inferno)
    else {
      const launch = await launchToken(world, {
        client: given.client.id,
        user: given.patient,
        patient: given.patient,
      })
      await inferno.visit(launchUrl(message, given.base, launch))
    }
  }
}

/** The kit's own launch URL, which its message names, as the box would open it. */
const launchUrl = (message: string, iss: string, launch: string): string => {
  const named = /`(https?:[^`]+\/launch)`/.exec(message)?.[1]
  if (!named) throw new Error('the test that waits for a launch names no launch URL')
  const url = new URL(named)
  url.search = new URLSearchParams({ iss, launch }).toString()
  return url.href
}

/** What was typed in, else what an earlier group found out, else the kit's own suggestion. */
const inputsFor = (
  asked: readonly InputDefinition[],
  plan: SuitePlan,
  given: Given,
  known: readonly Input[],
): Input[] => {
  const typed = plan.inputs(given)
  return asked.map(({ name, default: suggestion, optional }) => {
    const suggested = suggestion && suggestion + (plan.added?.[name] ?? '')
    const value =
      typed[name] || known.find(input => input.name === name)?.value || suggested || null
    if (value === null && !optional) throw new Error(`the input ${name} has no value`)
    return { name, value }
  })
}

const findGroup = (suite: Suite, id: string): GroupDefinition => {
  const found = groupsIn(suite.test_groups).find(group => group.id === id)
  if (!found) throw new Error(`${suite.id} has no group ${id}: is the kit another version?`)
  return found
}

const groupsIn = (groups: readonly GroupDefinition[]): GroupDefinition[] =>
  groups.flatMap(group => [group, ...groupsIn(group.test_groups)])

const testsIn = (group: GroupDefinition): TestDefinition[] => {
  const inherited = (tests: TestDefinition[]): TestDefinition[] =>
    group.optional ? tests.map(test => ({ ...test, optional: true })) : tests
  return inherited([...group.test_groups.flatMap(testsIn), ...group.tests])
}
