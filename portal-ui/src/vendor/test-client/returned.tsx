// Where the box sends the test client's window: it tells the page that waits, and is done.
import { Container } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { tellTestClient } from './test-flow.ts'

const Returned = () => {
  const { search } = useLocation()
  const told = useRef(false)
  useEffect(() => {
    if (told.current) return
    told.current = true
    tellTestClient(search)
    // The code is in no address bar and no history afterwards.
    window.history.replaceState(null, '', window.location.pathname)
    window.close()
  }, [search])
  return (
    <Container size="sm" py="xl" component="main">
      <Page title="Back at the test client">
        <Notice title="You can close this window">
          The test client goes on in the window it was opened from.
        </Notice>
      </Page>
    </Container>
  )
}

export default Returned
