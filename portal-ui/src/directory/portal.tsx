// The provider directory: public, no account, nothing remembered about who searches.
import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { firstWords } from '../first-words.ts'
import { say } from '../language/language.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'

const Search = lazy(() => import('./search.tsx'))

const DirectoryPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name={firstWords['/directory'](say()).name}
          bilingual
          home="/directory"
          links={firstWords['/directory'](say()).links}
        />
      }
    >
      <Route index element={<Search />} />
      <Route path="*" element={<NotFound home="/directory" />} />
    </Route>
  </Routes>
)

export default DirectoryPortal
