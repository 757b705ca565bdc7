// A path that no page has.
import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { say } from '../language/language.ts'
import { Page } from './page.tsx'

export const NotFound = ({ home }: { home: string }) => (
  <Page title={say().shared.noPage} lead={say().shared.noPageLead}>
    <div>
      <Button component={Link} to={home}>
        {say().shared.firstPage}
      </Button>
    </div>
  </Page>
)
