// The directory's one page: a form, the results, and the API call that gave them.
import { useSearchParams } from 'react-router'
import { say } from '../language/language.ts'
import { Page } from '../ui/page.tsx'
import { addressOf, nothingWanted, wantedOf } from './directory-query.ts'
import { Results } from './results.tsx'
import { SearchForm } from './search-form.tsx'

const Search = () => {
  const [address, setAddress] = useSearchParams()
  const wanted = wantedOf(address)
  return (
    <Page title={say().directory.title} lead={say().directory.lead}>
      <SearchForm
        key={address.toString()}
        wanted={wanted ?? nothingWanted}
        onSearch={next => setAddress(addressOf(next))}
      />
      {wanted ? <Results key={`results ${address}`} wanted={wanted} /> : null}
    </Page>
  )
}

export default Search
