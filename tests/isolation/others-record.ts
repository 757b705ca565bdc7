// Another member's record, one resource of every type that belongs to a patient or is reachable from one.
// `hush` stands in every resource and is never sent again: wherever it turns up, something leaked. `known` is what requests may ask for.
import { searchParameters } from '../../vocabulary/search-parameters.ts'

interface Planted {
  resourceType: string
  id: string
  [element: string]: unknown
}

/** Names of one run; `ghost` is a record that does not exist, of ids and values just as long. */
export interface Marks {
  hush: string
  /** Ids and values of the planted record, and of nobody's. */
  planted: Naming
  ghost: Naming
}

interface Naming {
  id: (type: string) => string
  word: string
  date: string
}

const naming = (letter: string, run: string, date: string): Naming => ({
  id: type => `iso${letter}-${run}-${type.toLowerCase()}`,
  word: `known${letter}${run}`,
  date,
})

/** Marks of a run; `run` is short and unguessable. */
export const marksOf = (run: string): Marks => ({
  hush: `Hush${run}`,
  planted: naming('b', run, '1931-01-17'),
  ghost: naming('z', run, '1931-01-19'),
})

/** The record, in an order in which every reference is there before it is named. */
export const othersRecord = ({ hush, planted: { id, word, date } }: Marks): Planted[] => {
  const to = (type: string) => ({ reference: `${type}/${id(type)}` })
  const patient = to('Patient')
  const concept = { coding: [{ system: 'https://plan-api.example/test', code: word }], text: hush }
  const identifier = [{ system: 'https://plan-api.example/test', value: word }]
  const make = (resourceType: string, elements: object): Planted => ({
    resourceType,
    id: id(resourceType),
    language: 'en',
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${hush}</div>` },
    ...elements,
  })
  const name = [{ family: word, given: [word], text: hush }]
  const address = [{ line: [hush], city: word, postalCode: word, state: word }]
  return [
    make('Endpoint', {
      status: 'active',
      connectionType: { code: 'x' },
      payloadType: [concept],
      address: 'https://plan-api.example/x',
    }),
    make('Organization', {
      active: true,
      identifier,
      name: word,
      address,
      type: [concept],
      endpoint: [to('Endpoint')],
    }),
    make('Location', {
      status: 'active',
      name: word,
      address: address[0],
      type: [concept],
      managingOrganization: to('Organization'),
    }),
    make('Practitioner', { active: true, identifier, name }),
    make('PractitionerRole', {
      active: true,
      identifier,
      practitioner: to('Practitioner'),
      organization: to('Organization'),
      location: [to('Location')],
      code: [concept],
    }),
    make('Patient', {
      active: true,
      identifier,
      name,
      gender: 'unknown',
      birthDate: date,
      address,
      telecom: [{ system: 'phone', value: word }],
      managingOrganization: to('Organization'),
    }),
    make('RelatedPerson', { active: true, identifier, patient, name }),
    make('Coverage', {
      status: 'active',
      identifier,
      type: concept,
      beneficiary: patient,
      payor: [to('Organization')],
      subscriberId: hush,
    }),
    make('Encounter', {
      status: 'finished',
      identifier,
      class: { code: word },
      type: [concept],
      subject: patient,
      period: { start: date },
      participant: [{ individual: to('Practitioner') }],
      location: [{ location: to('Location') }],
      serviceProvider: to('Organization'),
    }),
    make('CareTeam', {
      status: 'active',
      subject: patient,
      name: hush,
      participant: [{ role: [concept], member: to('PractitionerRole') }],
    }),
    make('Condition', {
      subject: patient,
      code: concept,
      category: [concept],
      encounter: to('Encounter'),
      recordedDate: date,
      onsetDateTime: date,
    }),
    make('AllergyIntolerance', { patient, code: concept, recorder: to('Practitioner') }),
    make('CarePlan', {
      status: 'active',
      intent: 'plan',
      subject: patient,
      category: [concept],
      period: { start: date },
    }),
    make('Goal', {
      lifecycleStatus: 'active',
      description: concept,
      subject: patient,
      target: [{ dueDate: date }],
    }),
    make('Device', { patient, type: concept, distinctIdentifier: hush }),
    make('Medication', { code: concept }),
    make('MedicationRequest', {
      status: 'active',
      intent: 'order',
      subject: patient,
      medicationReference: to('Medication'),
      encounter: to('Encounter'),
      authoredOn: date,
      requester: to('PractitionerRole'),
    }),
    make('MedicationDispense', {
      status: 'completed',
      subject: patient,
      medicationReference: to('Medication'),
      type: concept,
    }),
    make('MedicationStatement', {
      status: 'active',
      subject: patient,
      medicationReference: to('Medication'),
      effectiveDateTime: date,
    }),
    make('Observation', {
      status: 'final',
      code: concept,
      category: [concept],
      subject: patient,
      encounter: to('Encounter'),
      effectiveDateTime: date,
      performer: [to('Practitioner')],
      valueQuantity: { value: numberOf(date), unit: hush },
    }),
    make('DiagnosticReport', {
      status: 'final',
      code: concept,
      category: [concept],
      subject: patient,
      effectiveDateTime: date,
      performer: [to('PractitionerRole')],
      result: [to('Observation')],
    }),
    make('DocumentReference', {
      status: 'current',
      type: concept,
      category: [concept],
      subject: patient,
      date: `${date}T00:00:00Z`,
      author: [to('Practitioner')],
      content: [{ attachment: { title: hush } }],
    }),
    make('Immunization', {
      status: 'completed',
      vaccineCode: concept,
      patient,
      occurrenceDateTime: date,
      location: to('Location'),
    }),
    make('Procedure', {
      status: 'completed',
      code: concept,
      subject: patient,
      performedDateTime: date,
      location: to('Location'),
      performer: [{ actor: to('Practitioner') }],
    }),
    make('ServiceRequest', {
      status: 'active',
      intent: 'order',
      code: concept,
      category: [concept],
      subject: patient,
      authoredOn: date,
      performer: [to('Practitioner')],
    }),
    make('Specimen', { subject: patient, type: concept }),
    make('QuestionnaireResponse', {
      status: 'completed',
      subject: patient,
      authored: date,
      author: to('Patient'),
      questionnaire: `https://plan-api.example/${word}`,
    }),
    make('Media', {
      status: 'completed',
      subject: patient,
      type: concept,
      encounter: to('Encounter'),
      createdDateTime: date,
      content: { title: hush },
    }),
    make('ExplanationOfBenefit', {
      status: 'active',
      identifier,
      type: concept,
      use: 'claim',
      patient,
      created: date,
      billablePeriod: { start: date },
      insurer: to('Organization'),
      provider: to('Practitioner'),
      outcome: 'complete',
      careTeam: [{ sequence: 1, provider: to('PractitionerRole') }],
      insurance: [{ focal: true, coverage: to('Coverage') }],
      item: [
        {
          sequence: 1,
          productOrService: concept,
          servicedDate: date,
          encounter: [to('Encounter')],
          locationReference: to('Location'),
        },
      ],
      payee: { type: concept, party: to('Organization') },
    }),
    make('Claim', {
      status: 'active',
      identifier,
      type: concept,
      use: 'claim',
      patient,
      created: date,
      provider: to('Practitioner'),
      priority: concept,
      insurance: [{ sequence: 1, focal: true, coverage: to('Coverage') }],
    }),
    make('Provenance', {
      target: [to('Observation')],
      recorded: `${date}T00:00:00Z`,
      agent: [{ type: concept, who: to('Organization'), onBehalfOf: to('Organization') }],
    }),
    make('Basic', { code: concept, identifier, subject: patient, author: to('Practitioner') }),
    make('Communication', {
      status: 'completed',
      identifier,
      category: [concept],
      subject: patient,
      sent: `${date}T00:00:00Z`,
      payload: [{ contentString: hush }],
    }),
    make('Task', {
      status: 'requested',
      intent: 'order',
      identifier,
      code: concept,
      for: patient,
      authoredOn: `${date}T00:00:00Z`,
      description: hush,
    }),
    make('HealthcareService', {
      active: true,
      name: word,
      comment: hush,
      providedBy: to('Organization'),
      location: [to('Location')],
      specialty: [concept],
    }),
    make('OrganizationAffiliation', {
      active: true,
      identifier,
      organization: to('Organization'),
      participatingOrganization: to('Organization'),
      code: [concept],
      specialty: [concept],
    }),
    make('InsurancePlan', {
      status: 'active',
      identifier,
      name: word,
      type: [concept],
      ownedBy: to('Organization'),
      plan: [{ type: concept }],
    }),
    // what an App's operations are about: another's account, app and yes
    make('User', { displayName: hush, fhirUser: patient, inactive: true }),
    make('Client', {
      name: hush,
      active: false,
      type: 'smart-app',
      grant_types: ['code'],
      details: { owner: id('User'), organizationName: hush },
    }),
    make('Grant', { user: to('User'), client: to('Client'), patient, scope: hush }),
  ]
}

/** A date as a number, for what is searched by number. */
export const numberOf = (date: string): number => Number(date.replaceAll('-', ''))

/** Every type that requests are made about: those of the search table. */
export const askedTypes: readonly string[] = Object.keys(searchParameters)
