// What axe says of a page once nothing on it moves any more: colours half way through a transition are nobody's.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

// in the page: two frames for transitions to begin, then their end; what turns for ever is not waited for
const settled =
  'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined))))'

/** Serious and critical findings, each with the elements it is about. */
export const seriousFaults = async (page: Page): Promise<string[]> => {
  await page.evaluate(settled)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
