// What is looked at before an app asks for production, in the order a vendor goes through it.

export const readinessTitles = {
  form: 'The form is complete',
  urls: 'Addresses fit production',
  proof: 'PKCE or secret used',
  refresh: 'Refresh used',
  revoked: 'A revoked or ended token is handled',
  call: 'The record is read',
  scopes: 'Scopes asked against scopes used',
} as const

export type ReadinessId = keyof typeof readinessTitles
export type ReadinessState = 'ok' | 'missing' | 'unseen'

export const readinessIds = [
  'form',
  'urls',
  'proof',
  'refresh',
  'revoked',
  'call',
  'scopes',
] as const satisfies readonly ReadinessId[]
