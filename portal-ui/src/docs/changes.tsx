// What changed in the API, as CHANGELOG.md has it.
import changelog from '../../../CHANGELOG.md?raw'
import { Markdown } from '../ui/markdown.tsx'
import { Page } from '../ui/page.tsx'
import { documentPage } from './document-links.ts'

const Changes = () => (
  <Page title="Changes" lead="What vendors and members of the API notice; the newest first.">
    <Markdown text={changelog} linkTo={documentPage} />
  </Page>
)

export default Changes
