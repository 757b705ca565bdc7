// How Vite builds the portals: one page, four lazy portals, styles through Mantine's PostCSS preset.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import mantine from 'postcss-preset-mantine'
import variables from 'postcss-simple-vars'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Mantine's breakpoints, so that our own style sheets may say `$mantine-breakpoint-sm`. */
const breakpoints = {
  'mantine-breakpoint-xs': '36em',
  'mantine-breakpoint-sm': '48em',
  'mantine-breakpoint-md': '62em',
  'mantine-breakpoint-lg': '75em',
  'mantine-breakpoint-xl': '88em',
}

/** What a portal's first page does without: charts, dialogs, tables and forms stay with the pages that have them. */
const seldom =
  /@mantine.charts|@mantine.form|recharts|d3-|victory-|(ScrollArea|Combobox|Modal|Tabs|Pagination|FocusTrap|Table|PasswordInput)[\\/]/

export default defineConfig({
  root: here('.'),
  logLevel: 'warn',
  plugins: [react()],
  css: { postcss: { plugins: [mantine(), variables({ variables: breakpoints })] } },
  build: {
    emptyOutDir: true,
    // The server asks it which files a portal's first page needs.
    manifest: 'manifest.json',
    target: 'es2022',
    // The page's policy has no data: in script or style; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // A phone waits for each round of files: what most pages use is one file, not thirty small ones.
            { name: 'shared', minShareCount: 4, test: id => !seldom.test(id) },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 700,
  },
})
