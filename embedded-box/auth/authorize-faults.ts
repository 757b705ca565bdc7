// The two ways an authorization request fails: a page for the person, or an answer at the app's registered redirect.

/** A fault that the browser's user is shown; it never redirects. */
export class PageFault extends Error {
  readonly status: number
  readonly text:
    | 'badRequest'
    | 'unknownClient'
    | 'badRedirect'
    | 'flowOver'
    | 'tooMany'
    | 'foreignForm'
  readonly headers: Record<string, string>

  constructor(text: PageFault['text'], status = 400, headers: Record<string, string> = {}) {
    super(text)
    this.name = 'PageFault'
    this.text = text
    this.status = status
    this.headers = headers
  }
}

/** A fault that goes back to the app, at its registered redirect. */
export class RedirectFault extends Error {
  readonly error: string
  readonly to: Answer

  constructor(error: string, description: string, to: Answer) {
    super(description)
    this.name = 'RedirectFault'
    this.error = error
    this.to = to
  }
}

/** Where an answer goes, and what goes with it. */
export interface Answer {
  redirectUri: string
  state?: string
  /** RFC 9207; not for SMART apps, which read `iss` in a URL as the FHIR server. */
  iss?: string
}
