// Basic credentials of a client: tried form-decoded (RFC 6749 2.3.1), then raw (what many clients send).

export interface Credentials {
  id: string
  secret: string
}

/** Both readings of `base64(id:secret)`, without repeats; none when it is not that. */
export const basicCandidates = (encoded: string): Credentials[] => {
  if (encoded.length > 4096 || !/^[A-Za-z0-9+/_-]+=*$/.test(encoded)) return []
  const clear = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = clear.indexOf(':')
  if (colon < 0) return []
  const raw = { id: clear.slice(0, colon), secret: clear.slice(colon + 1) }
  const decoded = { id: formDecoded(raw.id), secret: formDecoded(raw.secret) }
  if (decoded.id === undefined || decoded.secret === undefined) return [raw]
  const candidate = { id: decoded.id, secret: decoded.secret }
  return candidate.id === raw.id && candidate.secret === raw.secret ? [raw] : [candidate, raw]
}

const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined // not form-encoded: only the raw reading is left
  }
}
