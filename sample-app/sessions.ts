// One visitor's settings and SMART state, in memory on the server: a client secret never reaches the browser.
import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'

export interface Settings {
  clientId: string
  /** Present: the server exchanges codes as a confidential client. Absent: the browser does, with PKCE. */
  clientSecret?: string
  scope: string
}

export interface Visitor {
  settings: Settings
  /** fhirclient's state, and which state is the current one. */
  smart: Map<string, unknown>
}

/** What the seeds list, and what C4BB and SMART need beyond it. */
export const defaultScope = [
  'openid fhirUser profile offline_access launch/patient',
  'patient/Patient.read patient/Coverage.read patient/ExplanationOfBenefit.read patient/Condition.read',
  'patient/MedicationRequest.read patient/Observation.read patient/Practitioner.read patient/Organization.read',
].join(' ')

const cookie = 'sample-app-visitor'
const most = 1000

/** Visitors by cookie; the oldest is forgotten when there are too many. */
export const openVisitors = () => {
  const visitors = new Map<string, Visitor>()
  return (request: Request, response: Response): Visitor => {
    const id = new RegExp(`(?:^|; )${cookie}=([\\w-]{43})`).exec(request.headers.cookie ?? '')?.[1]
    const known = id ? visitors.get(id) : undefined
    if (known) return known
    const visitor: Visitor = {
      settings: { clientId: 'sample-app', scope: defaultScope },
      smart: new Map(),
    }
    const fresh = randomBytes(32).toString('base64url')
    visitors.set(fresh, visitor)
    const oldest = visitors.keys().next().value
    if (visitors.size > most && oldest) visitors.delete(oldest)
    response.cookie(cookie, fresh, { httpOnly: true, sameSite: 'lax', path: '/' })
    return visitor
  }
}
