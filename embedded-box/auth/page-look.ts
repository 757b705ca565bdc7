// How the box's own pages look: Aidbox's `AuthConfig.theme` has the plan's name; its colour and logo are a setting of the embedded box alone.
import { createHash } from 'node:crypto'
import type { Response } from 'express'
import type { AuthConfig } from '../../vocabulary/aidbox.ts'
import { accentStyle } from '../../vocabulary/brand.ts'
import type { Box } from '../box.ts'
import { css } from './page-templates.ts'

interface Look {
  css: string
  /** What the pages' policy allows instead of any style. */
  styleHash: string
  /** Address of the logo on the box, where it has one. */
  logo?: string
  /** The plan's name; undefined where AuthConfig has none or cannot be read: a page of faults must not fail. */
  name(): Promise<string | undefined>
}

const looks = new WeakMap<Box, Look>()

/** The look of one box; its name is read again when AuthConfig changes. */
export const lookOf = (box: Box): Look => {
  const known = looks.get(box)
  if (known) return known
  const { color, logo } = box.config.look ?? {}
  const sheet = css + accentStyle(color)
  let asked: Promise<string | undefined> | undefined
  box.resources.onChange(changes => {
    if (changes.some(({ type }) => type === 'AuthConfig')) asked = undefined
  })
  const name = (): Promise<string | undefined> => {
    asked ??= nameIn(box).catch(() => {
      asked = undefined
      return undefined
    })
    return asked
  }
  const look: Look = {
    css: sheet,
    styleHash: createHash('sha256').update(sheet).digest('base64'),
    ...(logo ? { logo: `${box.config.baseUrl}/auth/logo` } : {}),
    name,
  }
  looks.set(box, look)
  return look
}

const nameIn = async (box: Box): Promise<string | undefined> => {
  const [config] = await box.resources.find<AuthConfig>('AuthConfig', {})
  return config?.theme?.brand
}

/** GET /auth/logo: a picture and nothing else, also when somebody opens it as a page. */
export const sendLogo = (box: Box, response: Response): void => {
  const logo = box.config.look?.logo
  if (!logo) {
    response.status(404).set('Cache-Control', 'no-store').end()
    return
  }
  response
    .set('Cache-Control', 'max-age=3600')
    .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    .set('X-Content-Type-Options', 'nosniff')
    .type(logo.type)
    .send(logo.content)
}
