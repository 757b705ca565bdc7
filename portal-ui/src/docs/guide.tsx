// The guide for developers, as docs/guide.md has it (its examples are run by the tests), with the addresses of this very installation.
import guide from '../../../docs/guide.md?raw'
import { boxUrl } from '../box.ts'
import { Markdown } from '../ui/markdown.tsx'
import { Page } from '../ui/page.tsx'
import { documentPage } from './document-links.ts'

const Guide = () => (
  <Page
    title="Five minutes with the API"
    lead="From nothing to a member’s claims, with a shell and a browser."
  >
    <Markdown text={here(guide)} linkTo={documentPage} />
  </Page>
)

/** The demo's addresses in the text become those of the boxes that these portals know. */
const here = (text: string): string =>
  text
    .replaceAll('http://localhost:8080', boxUrl('production'))
    .replaceAll('http://localhost:8081', boxUrl('sandbox'))
    .replaceAll('http://localhost:3000', window.location.origin)

export default Guide
