// The provider directory: public, no account, nothing remembered about who searches.
import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { say } from '../language/language.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'

const Search = lazy(() => import('./search.tsx'))

const DirectoryPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name={say().portal.directory}
          bilingual
          home="/directory"
          links={[
            { to: '/directory', label: say().portal.findCare, end: true },
            { to: '/member', label: say().portal.appsForMembers },
          ]}
        />
      }
    >
      <Route index element={<Search />} />
      <Route path="*" element={<NotFound home="/directory" />} />
    </Route>
  </Routes>
)

export default DirectoryPortal
