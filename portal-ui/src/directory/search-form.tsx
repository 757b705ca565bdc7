// The form of the directory: what, by which name, where and how far, in which network, speaking what.
import {
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { say } from '../language/language.ts'
import { type Kind, kinds, type Wanted } from './directory-query.ts'
import { useNetworks } from './directory-requests.ts'
import { askDevice } from './place.ts'

const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value)
const distances = ['5', '10', '25', '50', '100'] as const

interface SearchFormProps {
  wanted: Wanted
  onSearch: (wanted: Wanted) => void
}

export const SearchForm = ({ wanted, onSearch }: SearchFormProps) => {
  const form = useForm({ initialValues: wanted })
  const networks = useNetworks()
  const words = say().directory
  const { values } = form
  const asksFor = (field: Exclude<keyof Wanted, 'kind'>) =>
    kinds[values.kind].fields.includes(field)
  const device = useMutation({
    mutationFn: askDevice,
    onSuccess: here =>
      form.setValues({ here, city: '', zip: '', distance: values.distance || '10' }),
  })
  return (
    <Paper withBorder p="lg" component="search">
      <form onSubmit={form.onSubmit(onSearch)}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
            <NativeSelect
              label={words.looking}
              data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
              value={values.kind}
              onChange={event => {
                const { value } = event.currentTarget
                if (isKind(value)) form.setFieldValue('kind', value)
              }}
            />
            {asksFor('name') ? (
              <TextInput label={words.name} autoComplete="off" {...form.getInputProps('name')} />
            ) : null}
            {asksFor('specialty') ? (
              <TextInput
                label={words.specialty}
                placeholder={words.specialtyHint}
                autoComplete="off"
                {...form.getInputProps('specialty')}
              />
            ) : null}
            {asksFor('city') ? (
              <TextInput
                label={words.city}
                autoComplete="off"
                disabled={values.here !== ''}
                {...form.getInputProps('city')}
              />
            ) : null}
            {asksFor('zip') ? (
              <TextInput
                label={words.zip}
                inputMode="numeric"
                autoComplete="off"
                disabled={values.here !== ''}
                {...form.getInputProps('zip')}
              />
            ) : null}
            {asksFor('distance') ? (
              <NativeSelect
                label={words.distance}
                data={[
                  ...(values.here ? [] : [{ value: '', label: words.inPlace }]),
                  ...distances.map(value => ({ value, label: words.miles(value) })),
                ]}
                {...form.getInputProps('distance')}
              />
            ) : null}
            {asksFor('network') ? (
              <NativeSelect
                label={words.network}
                data={[{ value: '', label: words.any }, ...(networks.data ?? [])]}
                {...form.getInputProps('network')}
              />
            ) : null}
            {asksFor('language') ? (
              <NativeSelect
                label={words.language}
                data={[
                  { value: '', label: words.any },
                  ...Object.entries(words.languages).map(([value, label]) => ({ value, label })),
                ]}
                {...form.getInputProps('language')}
              />
            ) : null}
          </SimpleGrid>
          {asksFor('accepting') ? (
            <Checkbox
              label={words.accepting}
              checked={values.accepting === 'yes'}
              onChange={event =>
                form.setFieldValue('accepting', event.currentTarget.checked ? 'yes' : '')
              }
            />
          ) : null}
          <Group gap="md">
            <Button type="submit">{words.search}</Button>
            {asksFor('here') ? (
              values.here ? (
                <Checkbox
                  label={words.deviceUsed}
                  checked
                  onChange={() => form.setFieldValue('here', '')}
                />
              ) : (
                <Button
                  variant="default"
                  loading={device.isPending}
                  onClick={() => device.mutate()}
                >
                  {words.useDevice}
                </Button>
              )
            ) : null}
          </Group>
          {asksFor('here') ? (
            <Text size="xs" c="dimmed" role="status">
              {device.isError
                ? words.locateFailed
                : values.here
                  ? words.locate
                  : words.placeOfDistance}
            </Text>
          ) : null}
        </Stack>
      </form>
    </Paper>
  )
}
