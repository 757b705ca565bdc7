// Parameters of OAuth requests: each at most once, no control characters (RFC 6749 3.1).

export type Parameters = ReadonlyMap<string, string>

/** Why a query or form is refused as a whole. */
export type ParameterFault = { fault: 'repeated' | 'control-character'; name: string }

/** Reads a query or form body; the first fault instead when there is one. */
export const readParameters = (text: string): Parameters | ParameterFault => {
  const parameters = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (hasControl(name) || hasControl(value))
      return { fault: 'control-character', name: shown(name) }
    if (parameters.has(name)) return { fault: 'repeated', name: shown(name) }
    parameters.set(name, value)
  }
  return parameters
}

export const isFault = (read: Parameters | ParameterFault): read is ParameterFault =>
  'fault' in read

/** A parameter that is there and not empty; an empty one counts as absent (RFC 6749 3.1). */
export const given = (parameters: Parameters, name: string): string | undefined =>
  parameters.get(name) || undefined

const hasControl = (text: string): boolean => {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}

const shown = (name: string): string => name.replace(/[^\w.-]/g, '?').slice(0, 40)
