// One-time codes of an authenticator app at sign-in (TOTP, RFC 6238): whom they are asked of, and whether one is right.
import { Secret, TOTP } from 'otpauth'
import type { AuthConfig, User } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import type { Sql } from '../storage/sql.ts'
import { markUsed } from './schema.ts'
import { sha256 } from './secrets.ts'

const period = 30
/** Steps that a telephone's clock may be ahead; how many it may be behind is AuthConfig's. */
const ahead = 1

/** What sign-in asks after the right password: nothing, a code, or (an admin who has no second factor yet) to set one up. */
export const secondFactorOf = (box: Box, user: User): 'none' | 'code' | 'enrol' => {
  if (user.twoFactor?.enabled === true) return 'code'
  const isDemanded = box.config.adminTwoFactor ?? box.config.mode === 'production'
  return isDemanded && user.roles?.some(({ type }) => type === 'admin') ? 'enrol' : 'none'
}

/** A fresh secret of 160 bits in base32, as authenticator apps read it. */
export const newSecretKey = (): string => new Secret({ size: 20 }).base32

/** The URL that an authenticator app reads from the picture. */
export const otpauthUrl = async (box: Box, user: User, secretKey: string): Promise<string> => {
  const { issuer } = await settingsOf(box)
  const label = user.email ?? user.userName ?? 'admin'
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secretKey) }).toString()
}

/**
 * The time step a code belongs to, in the steps that count now; undefined for a wrong one.
 * Spaces are how apps show codes, so they may be typed.
 */
export const stepOfCode = async (
  box: Box,
  secretKey: string,
  typed: string,
): Promise<number | undefined> => {
  const code = typed.replace(/[\s-]/g, '')
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const { past } = await settingsOf(box)
  const secret = readSecret(secretKey)
  const timestamp = box.clock().getTime()
  const delta = secret
    ? new TOTP({ secret, period }).validate({
        token: code,
        timestamp,
        window: Math.max(past, ahead),
      })
    : null
  if (delta === null || delta < -past || delta > ahead) return undefined
  return Math.floor(timestamp / 1000 / period) + delta
}

/** Uses a code up; false when it was used before, here or in another process (RFC 6238, 5.2). */
export const useCode = (
  tx: Sql,
  { user, secretKey, step }: { user: string; secretKey: string; step: number },
): Promise<boolean> =>
  markUsed(
    tx,
    `totp:${sha256(`${user} ${secretKey} ${step}`)}`,
    new Date((step + 1 + mostPast) * period * 1000),
  )

const mostPast = 10

// A stored key that cannot be read lets nobody in.
const readSecret = (secretKey: string): Secret | undefined => {
  try {
    const secret = Secret.fromBase32(secretKey)
    return secret.buffer.byteLength >= 10 ? secret : undefined
  } catch {
    return undefined
  }
}

const settingsOf = async (box: Box): Promise<{ issuer: string; past: number }> => {
  const [config] = await box.resources.find<AuthConfig>('AuthConfig', {})
  const past = config?.twoFactor?.validPastTokensCount ?? 1
  return {
    issuer: config?.twoFactor?.issuerName ?? 'Aidbox',
    past: Math.min(Math.max(past, 0), mostPast),
  }
}
