// A secret that was just made, in memory only: shown once on the app's page, gone with a reload.

const fresh = new Map<string, string>()

export const rememberSecret = (id: string, secret: string | undefined): void => {
  if (secret) fresh.set(id, secret)
}

export const freshSecret = (id: string): string | undefined => fresh.get(id)

export const forgetSecret = (id: string): void => void fresh.delete(id)
