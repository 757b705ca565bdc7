// The API documentation: public, made from the same tables as the API.
import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'

const Reference = lazy(() => import('./reference.tsx'))
const OperationPage = lazy(() => import('./operation-page.tsx'))
const Errors = lazy(() => import('./errors.tsx'))
const Guide = lazy(() => import('./guide.tsx'))
const Changes = lazy(() => import('./changes.tsx'))

const DocsPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name="API documentation"
          home="/docs"
          links={[
            { to: '/docs', label: 'Reference', end: true },
            { to: '/docs/guide', label: 'Guide' },
            { to: '/docs/errors', label: 'Errors' },
            { to: '/docs/changes', label: 'Changes' },
            { to: '/vendor', label: 'Vendor portal' },
          ]}
        />
      }
    >
      <Route index element={<Reference />} />
      <Route path="errors" element={<Errors />} />
      <Route path="guide" element={<Guide />} />
      <Route path="changes" element={<Changes />} />
      <Route path=":operation" element={<OperationPage />} />
      <Route path="*" element={<NotFound home="/docs" />} />
    </Route>
  </Routes>
)

export default DocsPortal
