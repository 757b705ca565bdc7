// Where the box sends the browser back: the code becomes a token, then on to where the person was.
import { Button, Container } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { finishFlow, Refused } from './code-flow.ts'
import { say } from './language/language.ts'
import { recordOpened } from './records.ts'
import { type PortalName, portals, signedIn } from './session.ts'
import { Failure } from './ui/notice.tsx'
import { Page } from './ui/page.tsx'
import { Waiting } from './ui/waiting.tsx'

const Callback = () => {
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const [error, setError] = useState<unknown>()
  const taken = useRef(false)

  useEffect(() => {
    // A code works once, and development's strict mode runs effects twice.
    if (taken.current) return
    taken.current = true
    finish(pathname.endsWith('/records'), new URLSearchParams(search)).then(
      returnTo => navigate(returnTo, { replace: true }),
      (fault: unknown) => setError(fault),
    )
  }, [pathname, search, navigate])

  const back = error instanceof Refused ? error.flow.returnTo : '/'
  return (
    <Container size="sm" py="xl" component="main">
      {error ? (
        <Page title={say().door.failedTitle}>
          <Failure error={error} title={say().door.notSignedIn}>
            <Button component={Link} to={back} size="compact-sm">
              {say().door.goBack}
            </Button>
          </Failure>
        </Page>
      ) : (
        <Waiting what={say().door.yourSignIn} />
      )}
    </Container>
  )
}

const finish = async (isRecord: boolean, query: URLSearchParams): Promise<string> => {
  const { flow, token } = await finishFlow(isRecord ? 'portal-records' : 'portal-ui', query)
  if (isRecord) recordOpened(flow.box, flow.note.patient ?? '', token)
  else if (isPortal(flow.note.portal)) signedIn(flow.note.portal, token)
  return flow.returnTo
}

const isPortal = (name: string | undefined): name is PortalName =>
  name !== undefined && Object.hasOwn(portals, name)

export default Callback
