// The portals as a plan with a brand of its own serves them, beside those of the world: same boxes, another server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBrand } from '../../portal-ui/server/brand.ts'
import { type RunningPortals, startPortals } from '../../portal-ui/server/index.ts'
import { world } from './boxes.ts'

/** Starts them with what a plan would write into its folder: brand.json, and the logo it names. */
export const startBrandedPortals = async (
  brand: Readonly<Record<string, unknown>> & { logo: string },
  logo: string,
): Promise<RunningPortals> => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-api-brand-'))
  try {
    writeFileSync(join(folder, 'brand.json'), JSON.stringify(brand))
    writeFileSync(join(folder, brand.logo), logo)
    const { sandbox, production, portal } = world()
    return await startPortals({
      host: '127.0.0.1',
      port: 0,
      sandbox,
      production,
      appUrl: portal,
      mode: 'demo',
      health: async () => ({ ready: true, detail: [] }),
      brand: readBrand(folder),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
