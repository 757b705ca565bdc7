// The rules of the guides that reject claims and records in practice, each broken once in an example that is valid.
import { describe, expect, test } from 'vitest'
import { examplesOf, guides, guidesValidator } from './guides.fixture.ts'

// biome-ignore lint/suspicious/noExplicitAny: a broken example has the shape that breaks it
type Loose = any

const c4bb = 'hl7.fhir.us.carin-bb#2.0.0'
const usCore = 'hl7.fhir.us.core#6.1.0'
const planNet = 'hl7.fhir.us.davinci-pdex-plan-net#1.2.0'

interface Rule {
  says: string
  guide: string
  example: string
  break: (resource: Loose) => void
  key: string
}

const rules: Rule[] = [
  {
    says: 'amounts of an institutional claim stand on header or lines, not on both',
    guide: c4bb,
    example: 'ExplanationOfBenefit-EOBInpatient1',
    break: eob => {
      const { adjudication } = eob
      eob.item[0].adjudication = adjudication
    },
    key: 'EOB-institutional-item-or-header-adjudication',
  },
  {
    says: 'a claim names the version of its profile',
    guide: c4bb,
    example: 'ExplanationOfBenefit-EOBPharmacy1',
    break: eob => {
      eob.meta.profile = eob.meta.profile.map((each: string) => each.replace(/\|.*/, ''))
    },
    key: 'EOB-pharmacy-meta-profile-version',
  },
  {
    says: 'a payee of the type other is named',
    guide: c4bb,
    example: 'ExplanationOfBenefit-EOBProfessional2',
    break: eob => {
      eob.payee = {
        type: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/payeetype', code: 'other' }],
        },
      }
    },
    key: 'EOB-payee-other-type-requires-party',
  },
  {
    says: 'a practitioner acts for an organization, told by the reference alone',
    guide: usCore,
    example: 'Provenance-example-targeted-provenance',
    break: provenance => {
      provenance.agent = provenance.agent.map((agent: Loose) => {
        const { onBehalfOf, ...rest } = agent
        return { ...rest, who: { reference: 'Practitioner/other' } }
      })
    },
    key: 'provenance-1',
  },
  {
    says: 'an NPI passes its check digit',
    guide: usCore,
    example: 'Practitioner-practitioner-1',
    break: practitioner => {
      practitioner.identifier[0] = {
        system: 'http://hl7.org/fhir/sid/us-npi',
        value: '1234567890',
      }
    },
    key: 'us-core-17',
  },
  {
    says: 'a patient has a name',
    guide: usCore,
    example: 'Patient-example',
    break: patient => {
      patient.name = [{ text: 'only text' }]
    },
    key: 'us-core-6',
  },
  {
    says: 'a completed procedure says when',
    guide: usCore,
    example: 'Procedure-rehab',
    break: procedure => {
      delete procedure.performedPeriod
      delete procedure.performedDateTime
    },
    key: 'us-core-7',
  },
  {
    says: 'a vital sign has a value or a reason why not',
    guide: usCore,
    example: 'Observation-heart-rate',
    break: observation => {
      delete observation.valueQuantity
    },
    key: 'vs-2',
  },
  {
    says: 'a time of measurement is exact to the day',
    guide: usCore,
    example: 'Observation-heart-rate',
    break: observation => {
      observation.effectiveDateTime = '1999'
    },
    key: 'vs-1',
  },
  {
    says: 'a role in the directory can be reached',
    guide: planNet,
    example: 'PractitionerRole-HansSoloRole1',
    break: role => {
      delete role.telecom
      delete role.endpoint
    },
    key: 'pd-1',
  },
  {
    says: 'plans of one insurance plan are of different types',
    guide: planNet,
    example: 'InsurancePlan-AcmeQHPBronze',
    break: plan => {
      plan.plan = [plan.plan[0], plan.plan[0]]
    },
    key: 'plan-type-is-distinct',
  },
  {
    says: 'what is contained is referred to',
    guide: usCore,
    example: 'Patient-example',
    break: patient => {
      patient.contained = [{ resourceType: 'Organization', id: 'x', name: 'X' }]
    },
    key: 'dom-3',
  },
  {
    says: 'a narrative has no scripts',
    guide: usCore,
    example: 'Patient-example',
    break: patient => {
      patient.text = {
        status: 'generated',
        div: '<div xmlns="http://www.w3.org/1999/xhtml"><script>x()</script></div>',
      }
    },
    key: 'txt-1',
  },
]

describe.skipIf(guides.length === 0)('rules of the guides', () => {
  test.each(rules)('$says ($key)', async rule => {
    const validator = await guidesValidator()
    const [example] = examplesOf(rule.guide).filter(({ file }) => file === `${rule.example}.json`)
    if (!example) throw new Error(`${rule.guide} has no example ${rule.example}`)
    const resource: Loose = structuredClone(example.resource)
    const profiles = [resource.meta.profile[0]]
    const broken = (): string[] =>
      validator
        .validate(resource, { within: rule.guide, profiles })
        .filter(({ severity }) => severity === 'error')
        .map(({ diagnostics }) => diagnostics)
        .filter(diagnostics => diagnostics.includes(`(${rule.key})`))
    expect(broken()).toEqual([])
    rule.break(resource)
    expect(broken()).not.toEqual([])
  })
})
