// A path that no page has.
import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { Page } from './page.tsx'

export const NotFound = ({ home }: { home: string }) => (
  <Page title="There is no such page" lead="The link may be old, or not complete.">
    <div>
      <Button component={Link} to={home}>
        Go to the first page
      </Button>
    </div>
  </Page>
)
