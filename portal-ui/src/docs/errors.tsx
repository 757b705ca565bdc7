// The error catalogue: what each error means and what to do next.
import { Paper, Table, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import { useLocation } from 'react-router'
import {
  type ErrorFact,
  fhirErrors,
  redirectErrors,
  tokenErrors,
} from '../../../vocabulary/error-catalogue.ts'
import { toldFaults } from '../../../vocabulary/told-faults.ts'
import { en } from '../language/en.ts'
import { Page } from '../ui/page.tsx'
import { Ticked } from '../ui/ticked.tsx'

/** In the words that the portals use themselves: what happened, then what to do. */
const operationFaults: readonly ErrorFact[] = toldFaults.map(code => {
  const [means = '', ...next] = en.problem.told[code].split(/(?<=\.) /)
  return { code, means, next: next.join(' ') }
})

const Errors = () => (
  <Page
    title="Errors"
    lead="Every error says what happened. The words beside it may change; these codes do not."
  >
    <Catalogue
      title="FHIR and operations"
      kind="fhir"
      about="An OperationOutcome; each issue has a `code`, `diagnostics` for people, and `expression` for the field it is about."
      errors={fhirErrors}
    />
    <Catalogue
      title="Operations, more exactly"
      kind="operation"
      about="In `details.coding` of an issue, where a person may meet it: so that a page can say it in the person’s own language."
      errors={operationFaults}
    />
    <Catalogue
      title="Token endpoints"
      kind="token"
      about="JSON with `error` and `error_description`."
      errors={tokenErrors}
    />
    <Catalogue
      title="Authorization"
      kind="authorize"
      about="In the query of your Redirect URL, with your `state`. Where client or redirect are wrong, a page says so and nothing is redirected."
      errors={redirectErrors}
    />
  </Page>
)

interface CatalogueProps {
  title: string
  /** The request log links to one error by kind and code. */
  kind: 'fhir' | 'operation' | 'token' | 'authorize'
  about: string
  errors: readonly ErrorFact[]
}

const Catalogue = ({ title, kind, about, errors }: CatalogueProps) => {
  const { hash } = useLocation()
  useEffect(() => {
    // A link within the portals changes the address without the browser going there.
    if (!hash.startsWith(`#${kind}-`)) return undefined
    // After the heading took the focus, which scrolls too.
    const turn = requestAnimationFrame(() =>
      document.getElementById(hash.slice(1))?.scrollIntoView({ block: 'center' }),
    )
    return () => cancelAnimationFrame(turn)
  }, [hash, kind])
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        <Ticked>{about}</Ticked>
      </Text>
      <Table verticalSpacing="xs" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="35%">Code</Table.Th>
            <Table.Th>What it means, what to do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {errors.map(({ code, status, means, next }) => (
            <Table.Tr
              key={code}
              id={`${kind}-${code}`}
              className={hash === `#${kind}-${code}` ? 'pointed-at' : undefined}
            >
              <Table.Td>
                <Text ff="monospace" size="sm" className="words">
                  {code}
                </Text>
                {status ? (
                  <Text size="xs" c="dimmed">
                    HTTP {status}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td>
                <Text size="sm" className="words">
                  <Ticked>{means}</Ticked>
                </Text>
                <Text size="sm" c="dimmed" className="words">
                  <Ticked>{next}</Ticked>
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

export default Errors
