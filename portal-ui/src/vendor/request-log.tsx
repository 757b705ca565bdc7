// The request log of one app: newest first, by kind and outcome; what failed says why, and what to do.
import {
  Anchor,
  Button,
  Group,
  Pagination,
  Paper,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { AppRequest, AppRequestsAnswer, SmartAppView } from '../../../vocabulary/operations.ts'
import { queryNow } from '../address.ts'
import { call } from '../operations.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { Ticked } from '../ui/ticked.tsx'
import { momentWords } from '../ui/when.ts'
import { AppFrame, WithApp } from './app-frame.tsx'
import { errorLink, kindWords, requestWords } from './request-words.ts'
import { useVendor } from './signed-in-vendor.ts'

const RequestLog = () => <WithApp>{app => <Log key={app.id} app={app} />}</WithApp>

const kinds = [
  { value: '', label: 'All' },
  { value: 'authorize', label: 'Authorize' },
  { value: 'token', label: 'Token' },
  { value: 'fhir', label: 'FHIR' },
]
const outcomes = [
  { value: '', label: 'Any outcome' },
  { value: 'ok', label: 'Went well' },
  { value: 'failed', label: 'Failed' },
]

const Log = ({ app }: { app: SmartAppView }) => {
  const session = useVendor()
  const [address, setAddress] = useSearchParams()
  const kind = address.get('kind') ?? ''
  const outcome = address.get('outcome') ?? ''
  const page = Math.max(1, Number(address.get('page')) || 1)
  const choose = (change: Record<string, string>) => {
    const next = queryNow()
    next.delete('page')
    for (const [name, value] of Object.entries(change))
      if (value) next.set(name, value)
      else next.delete(name)
    setAddress(next, { replace: true })
  }
  const query = useQuery({
    queryKey: ['vendor', session.id, 'requests', app.id, kind, outcome, page],
    queryFn: ({ signal }) =>
      call('list-app-requests', {
        token: session.token,
        id: app.id,
        query: { kind, outcome, page: String(page) },
        signal,
      }),
    placeholderData: keepPreviousData,
  })
  return (
    <AppFrame
      app={app}
      title="Request log"
      actions={
        <Button variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          Refresh
        </Button>
      }
    >
      <Text c="dimmed" maw="46rem">
        What your app asked of the sandbox, newest first. No token, code, name or member id is
        shown. FHIR calls appear within a second.
      </Text>
      <Group gap="sm">
        <SegmentedControl
          size="sm"
          aria-label="Kind of request"
          data={kinds}
          value={kind}
          onChange={value => choose({ kind: value })}
        />
        <SegmentedControl
          size="sm"
          aria-label="Outcome"
          data={outcomes}
          value={outcome}
          onChange={value => choose({ outcome: value })}
        />
      </Group>
      <Loaded query={query} what="the request log" rows={5}>
        {answer => (
          <Lines
            answer={answer}
            filtered={kind !== '' || outcome !== ''}
            onPage={number => choose({ page: String(number) })}
            testPage={`/vendor/apps/${app.id}/test`}
          />
        )}
      </Loaded>
    </AppFrame>
  )
}

interface LinesProps {
  answer: AppRequestsAnswer
  filtered: boolean
  onPage: (page: number) => void
  testPage: string
}

const Lines = ({ answer, filtered, onPage, testPage }: LinesProps) => {
  const { requests, total, page, pageSize, signInsAudited } = answer
  const pages = Math.ceil(total / pageSize)
  return (
    <Stack gap="md">
      {signInsAudited ? null : (
        <Notice tone="warning" title="This server records FHIR calls only">
          It does not write authorize and token calls into its audit, so they are missing here.
          Their errors come to your app: read them in its own answers.
        </Notice>
      )}
      {requests.length === 0 ? (
        <Empty
          title={filtered ? 'Nothing of this kind' : 'Nothing yet'}
          action={
            filtered ? undefined : (
              <Button component={Link} to={testPage} variant="default">
                Open the test client
              </Button>
            )
          }
        >
          {filtered ? 'Choose another kind or outcome.' : 'Launch your app and sign in.'}
        </Empty>
      ) : (
        <Paper withBorder component="ol" className="log" aria-label="Requests">
          {requests.map(request => (
            <Line key={request.id} request={request} />
          ))}
        </Paper>
      )}
      {pages > 1 ? (
        <Group gap="md">
          <Pagination
            total={pages}
            value={page}
            onChange={onPage}
            getControlProps={control => ({ 'aria-label': `${control} page` })}
            getItemProps={number => ({ 'aria-label': `Page ${number}` })}
          />
          <Text size="sm" c="dimmed">
            {total} requests
          </Text>
        </Group>
      ) : null}
    </Stack>
  )
}

const Line = ({ request }: { request: AppRequest }) => {
  const { at, kind, ok, status, error, cause, fix, scopes, flow } = request
  const link = errorLink(request)
  return (
    <li className="log-line">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Stack gap={2} flex="1 1 18rem">
          <Text size="sm" fw={600} className="words">
            {requestWords(request)}
          </Text>
          <Text size="xs" c="dimmed" className="words">
            {kindWords[kind]} · <time dateTime={at}>{momentWords(at)}</time>
            {flow ? ` · sign-in ${flow}` : ''}
          </Text>
        </Stack>
        <Status
          tone={ok ? 'good' : 'bad'}
        >{`${ok ? 'OK' : 'Failed'}${status ? ` ${status}` : ''}`}</Status>
      </Group>
      {scopes ? (
        <Text size="xs" c="dimmed" mt={4} className="words">
          Scopes: {scopes.join(' ')}
        </Text>
      ) : null}
      {ok ? null : (
        <Text size="sm" mt={6} className="words">
          <Ticked>{cause ?? ''}</Ticked> <strong>To do:</strong> <Ticked>{fix ?? ''}</Ticked>{' '}
          {link ? (
            <Anchor component={Link} to={link} size="sm">
              About {error}
            </Anchor>
          ) : null}
        </Text>
      )}
    </li>
  )
}

export default RequestLog
