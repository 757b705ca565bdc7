// The launch page's script: sends the browser to the server's authorize page, with PKCE.
declare const FHIR: { oauth2: { authorize(options: Record<string, unknown>): Promise<unknown> } }

const options: unknown = JSON.parse(document.body.dataset.options ?? '{}')
try {
  if (typeof options === 'object' && options !== null) await FHIR.oauth2.authorize({ ...options })
} catch (failure) {
  const status = document.getElementById('status')
  if (status) {
    status.className = 'problem'
    status.textContent = `The server could not be asked: ${failure instanceof Error ? failure.message : failure}`
  }
}
