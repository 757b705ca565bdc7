// Who asks in the measurement: a SMART app, and members who let it read their records by the real dance.
import { launchSmartApp } from '../../tests/harness/smart-launch.ts'

export interface Member {
  patient: string
  token: string
}

const redirectUri = 'http://127.0.0.1:1/callback'
const password = 'a-passphrase-of-the-bench'
const types = [
  ...['Patient', 'Coverage', 'ExplanationOfBenefit', 'Condition', 'MedicationRequest'],
  ...['Observation', 'Procedure', 'Encounter', 'Practitioner', 'PractitionerRole'],
  ...['Organization', 'Location', 'Provenance'],
]
const scopes = ['openid', 'fhirUser', 'launch/patient', ...types.map(type => `patient/${type}.rs`)]

/** What the measured box has besides its bundle: the app, a policy that lets it ask for a whole record, and a payer. */
export const benchResources = [
  // the definition's fresh claims name a payer by this id, and the box takes no reference that leads nowhere
  { resourceType: 'Organization', id: 'undefined', active: true, name: 'Payer of fresh claims' },
  {
    resourceType: 'Client',
    id: 'bench-app',
    name: 'Measuring app',
    type: 'smart-app',
    active: true,
    grant_types: ['authorization_code'],
    smart: { name: 'Measuring app' },
    auth: {
      authorization_code: {
        redirect_uri: redirectUri,
        secret_required: false,
        pkce: true,
        token_format: 'jwt',
        access_token_expiration: 3600,
        refresh_token: false,
      },
    },
    scope: scopes,
  },
  {
    resourceType: 'AccessPolicy',
    id: 'as-bench-app-read-whole-record',
    description:
      'The bundle opens $everything to no app; here its cost with a patient token is measured.',
    engine: 'matcho',
    link: [{ reference: 'Operation/FhirEverything' }],
    matcho: {
      'request-method': 'get',
      client: { active: true, type: 'smart-app', id: 'bench-app' },
      user: { id: 'present?' },
      jwt: { atv: 2, scope: 'present?', context: { patient: 'present?' } },
    },
  },
]

/** Enrols a member for each patient and walks through authorize, sign-in, consent and token. */
export const signInMembers = async (
  box: string,
  authorization: string,
  patients: readonly string[],
): Promise<Member[]> => {
  const members: Member[] = []
  for (const patient of patients) {
    const email = `${patient}@members.test`
    const user = {
      resourceType: 'User',
      id: `bench-${patient}`,
      email,
      password,
      roles: [{ type: 'member' }],
      fhirUser: { reference: `Patient/${patient}` },
    }
    const answer = await fetch(`${box}/fhir/User/${user.id}`, {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(user),
    })
    if (!answer.ok) throw new Error(`User: ${answer.status} ${await answer.text()}`)
    const { tokens } = await launchSmartApp({
      box,
      app: { clientId: 'bench-app', redirectUri, scope: scopes.join(' ') },
      person: { email, password },
      // the box's own plain page, where every box is ticked already
      consent: { set: { answer: 'allow' } },
    })
    if (tokens.patient !== patient) throw new Error(`the token is for ${tokens.patient}`)
    members.push({ patient, token: tokens.access_token })
  }
  return members
}
