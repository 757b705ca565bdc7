// The directory's one page: a form, the results, and the API call that gave them.
import { Button, Group, Paper, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useSearchParams } from 'react-router'
import { Page } from '../ui/page.tsx'
import {
  addressOf,
  type Kind,
  kinds,
  nothingWanted,
  type Wanted,
  wantedOf,
} from './directory-query.ts'
import { useNetworks } from './directory-requests.ts'
import { Results } from './results.tsx'

const kindChoices = Object.entries(kinds).map(([value, { label }]) => ({ value, label }))
const isKind = (value: string | null): value is Kind =>
  value !== null && Object.hasOwn(kinds, value)

const Search = () => {
  const [address, setAddress] = useSearchParams()
  const wanted = wantedOf(address)
  return (
    <Page
      title="Find care"
      lead="Doctors, clinics, pharmacies and plans of this health plan. No account needed; nobody records who searches."
    >
      <SearchForm
        key={address.toString()}
        wanted={wanted ?? nothingWanted}
        onSearch={next => setAddress(addressOf(next))}
      />
      {wanted ? <Results key={address.toString()} wanted={wanted} /> : null}
    </Page>
  )
}

interface SearchFormProps {
  wanted: Wanted
  onSearch: (wanted: Wanted) => void
}

const SearchForm = ({ wanted, onSearch }: SearchFormProps) => {
  const form = useForm({ initialValues: wanted })
  const networks = useNetworks()
  const asksFor = (field: Exclude<keyof Wanted, 'kind'>) =>
    kinds[form.values.kind].fields.includes(field)
  return (
    <Paper withBorder p="lg" component="search">
      <form onSubmit={form.onSubmit(onSearch)}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
            <Select
              label="What are you looking for?"
              data={kindChoices}
              allowDeselect={false}
              value={form.values.kind}
              onChange={value => isKind(value) && form.setFieldValue('kind', value)}
            />
            {asksFor('name') ? (
              <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
            ) : null}
            {asksFor('specialty') ? (
              <TextInput
                label="Specialty"
                placeholder="Family Medicine"
                autoComplete="off"
                {...form.getInputProps('specialty')}
              />
            ) : null}
            {asksFor('city') ? (
              <TextInput label="City" autoComplete="off" {...form.getInputProps('city')} />
            ) : null}
            {asksFor('zip') ? (
              <TextInput
                label="ZIP code"
                inputMode="numeric"
                autoComplete="off"
                {...form.getInputProps('zip')}
              />
            ) : null}
            {asksFor('network') ? (
              <Select
                label="Network"
                placeholder="Any"
                clearable
                data={networks.data ?? []}
                value={form.values.network || null}
                onChange={value => form.setFieldValue('network', value ?? '')}
              />
            ) : null}
          </SimpleGrid>
          <Group>
            <Button type="submit">Search</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  )
}

export default Search
