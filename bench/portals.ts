// `npm run bench:portals`: what a first visit of each portal costs on a phone (script, largest contentful paint), and long lists.
// Against a product that runs (`--portal http://localhost:3000`), or one that it starts itself; `--list 'audit'` asks one list only.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../tests/harness/chromium.ts'
import { listNames, measureLists } from './portal-lists.ts'
import { startedDemo } from './started-demo.ts'

const pages = ['/member', '/directory', '/vendor', '/admin', '/docs'] as const
const visits = 5
const target = { scriptKilobytes: 200, paintMilliseconds: 1500 }

/** What Chromium's developer tools call Fast 4G, and a processor four times slower than this machine's. */
const network = {
  offline: false,
  latency: 165,
  downloadThroughput: (9_000_000 / 8) * 0.9,
  uploadThroughput: (1_500_000 / 8) * 0.9,
}
const slowdown = 4

interface Visit {
  scriptBytes: number
  paint: number
  shift: number
}

const visit = async (browser: Browser, url: string): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: 'en-US',
  })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    const scripts = new Set<string>()
    let scriptBytes = 0
    devtools.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.mimeType.includes('javascript')) scripts.add(requestId)
    })
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) scriptBytes += encodedDataLength
    })
    await page.addInitScript(`
      window.seen = { paint: 0, shift: 0 }
      new PerformanceObserver(list => { for (const e of list.getEntries()) seen.paint = e.startTime })
        .observe({ type: 'largest-contentful-paint', buffered: true })
      new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value })
        .observe({ type: 'layout-shift', buffered: true })
    `)
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.locator('h1').waitFor()
    const seen: { paint: number; shift: number } = await page.evaluate('window.seen')
    return { scriptBytes, ...seen }
  } finally {
    await context.close()
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0

const { values } = parseArgs({
  options: { portal: { type: 'string' }, list: { type: 'string', multiple: true } },
})
const unknown = values.list?.find(name => !listNames.some(known => known === name))
if (unknown !== undefined) throw new Error(`There is no list ${unknown}: ${listNames.join(', ')}.`)
const demo = values.portal ? undefined : await startedDemo()
const base = values.portal ?? demo?.portal ?? ''

const firstVisits = async (): Promise<string> => {
  const browser = await launchChromium()
  try {
    const rows = []
    for (const page of pages) {
      const seen: Visit[] = []
      for (let number = 0; number < visits; number++) seen.push(await visit(browser, base + page))
      rows.push({
        page,
        script: median(seen.map(({ scriptBytes }) => scriptBytes)) / 1000,
        paint: median(seen.map(({ paint }) => paint)),
        shift: Math.max(...seen.map(({ shift }) => shift)),
      })
    }
    writeFileSync('dist/bench-portals.json', JSON.stringify(rows, null, 2))
    return [
      '| first visit of | script, packed | largest contentful paint | layout shift | |',
      '|---|---|---|---|---|',
      ...rows.map(({ page, script, paint, shift }) => {
        const isMet = script < target.scriptKilobytes && paint < target.paintMilliseconds
        return `| \`${page}\` | ${script.toFixed(0)} kB | ${(paint / 1000).toFixed(2)} s | ${shift.toFixed(3)} | ${isMet ? 'met' : '**missed**'} |`
      }),
    ].join('\n')
  } finally {
    await browser.close()
  }
}

try {
  if (!values.list) process.stdout.write(`${await firstVisits()}\n`)
  // Ten thousand rows belong into a product of one's own only.
  if (demo) process.stdout.write(`\n${await measureLists(demo, values.list)}\n`)
} finally {
  await demo?.stop()
}
