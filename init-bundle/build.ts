// Makes dist/init-bundle.{sandbox,production}.json: every resource a box needs before it listens, one transaction each.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bundle } from '../vocabulary/aidbox.ts'
import type { BoxName } from '../vocabulary/operations.ts'
import { BundleError, type BundleOptions, boxBundle, settingFaults, verifiables } from './bundle.ts'
import type { Environment } from './markers.ts'

export { BundleError, type BundleOptions, type Verifiable } from './bundle.ts'

/**
 * Both init bundles, from the YAML files and these settings. Throws one BundleError with all faults:
 * settings that are missing, fields that Aidbox does not know, demo values in production mode.
 */
export const buildBundles = (env: Environment, options: BundleOptions): Record<BoxName, Bundle> => {
  const faults = settingFaults(env, options)
  if (faults.length > 0) throw new BundleError(faults)
  return {
    sandbox: boxBundle('sandbox', env, options),
    production: boxBundle('production', env, options),
  }
}

const isOneOf = <T extends string>(values: readonly T[], text: string): text is T =>
  values.some(value => value === text)

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        mode: { type: 'string', default: process.env.PLAN_API_MODE ?? 'demo' },
        kind: { type: 'string', default: 'embedded' },
        verified: { type: 'string', default: '' },
        out: { type: 'string', default: 'dist' },
      },
    }).values
  } catch (error) {
    throw new BundleError([error instanceof Error ? error.message : String(error)])
  }
}

const main = (): void => {
  const values = readArguments()
  const { mode, kind } = values
  const verified = values.verified.split(',').filter(Boolean)
  if (!isOneOf(['demo', 'production'], mode))
    throw new BundleError([`--mode ${mode}: demo or production`])
  if (!isOneOf(['embedded', 'aidbox'], kind))
    throw new BundleError([`--kind ${kind}: embedded or aidbox`])
  const known = verified.filter(name => isOneOf(verifiables, name))
  if (known.length < verified.length)
    throw new BundleError([`--verified ${values.verified}: of ${verifiables.join(', ')}`])
  const bundles = buildBundles(process.env, { mode, kind, verified: known })
  mkdirSync(values.out, { recursive: true })
  for (const [box, bundle] of Object.entries(bundles)) {
    const file = join(values.out, `init-bundle.${box}.json`)
    writeFileSync(file, JSON.stringify(bundle, null, 1), { mode: 0o600 }) // it holds secrets
    console.log(`${file}: ${bundle.entry?.length ?? 0} entries`)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main()
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
