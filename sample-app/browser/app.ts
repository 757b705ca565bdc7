// The start page's script: finishes a browser-side login when one is under way, reads the record, shows it.
import type { fhirclient } from 'fhirclient/lib/types.js'
import { say, show } from './page.ts'
import { type Health, loadRecord } from './record.ts'

declare const FHIR: { oauth2: { ready(): Promise<SmartClient> } }

interface SmartClient {
  patient: { id: string | null }
  state: fhirclient.ClientState
  request(options: { url: string; headers: Record<string, string> }): Promise<unknown>
}

const explain = (failure: unknown): string => {
  const status =
    typeof failure === 'object' && failure !== null && 'status' in failure
      ? failure.status
      : undefined
  if (status === 401 || String(failure).includes('expired'))
    return 'The server refused this app: its access has ended. Connect again to ask for a new yes.'
  return failure instanceof Error ? failure.message : 'It did not work.'
}

const fromBrowser = async (): Promise<Health> => {
  const client = await FHIR.oauth2.ready()
  describeToken(client.state.tokenResponse?.scope, client.state.serverUrl)
  return loadRecord({
    patient: client.patient.id,
    get: path => client.request({ url: path, headers: { accept: 'application/fhir+json' } }),
  })
}

const fromServer = async (): Promise<Health> => {
  const answer = await fetch('/api/record')
  const record = await answer.json()
  if (!answer.ok) throw new Error(record.message)
  describeToken(record.token?.scope, record.token?.iss)
  return record
}

const describeToken = (scope: string | undefined, server: string | undefined): void => {
  const text = document.getElementById('granted')
  if (text) text.textContent = `Connected to ${server ?? ''}. Granted: ${scope ?? ''}`
}

const mode = document.body.dataset.mode
const search = new URLSearchParams(location.search)
const connected =
  mode === 'server' ||
  search.has('code') ||
  (search.has('state') && !search.has('error')) ||
  sessionStorage.getItem('SMART_KEY') !== null

const load = async (): Promise<void> => {
  say('Reading the record …')
  try {
    show(await (mode === 'server' ? fromServer() : fromBrowser()))
  } catch (failure) {
    say(explain(failure), 'problem')
  }
}

document.getElementById('again')?.addEventListener('click', () => void load())
document.getElementById('forget')?.addEventListener('click', () => {
  sessionStorage.clear()
  location.assign('/')
})
if (search.has('error')) {
  sessionStorage.clear()
  say(
    search.get('error') === 'access_denied'
      ? 'You did not allow this app to read your record. Nothing was shared.'
      : `The server said: ${search.get('error_description') ?? search.get('error')}`,
    'problem',
  )
} else if (connected) void load()
