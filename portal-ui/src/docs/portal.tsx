// The API documentation: public, made from the same tables as the API.
import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'

const Reference = lazy(() => import('./reference.tsx'))
const OperationPage = lazy(() => import('./operation-page.tsx'))
const Errors = lazy(() => import('./errors.tsx'))

const DocsPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name="API documentation"
          home="/docs"
          links={[
            { to: '/docs', label: 'Reference', end: true },
            { to: '/docs/errors', label: 'Errors' },
            { to: '/vendor', label: 'Vendor portal' },
          ]}
        />
      }
    >
      <Route index element={<Reference />} />
      <Route path="errors" element={<Errors />} />
      <Route path=":operation" element={<OperationPage />} />
      <Route path="*" element={<NotFound home="/docs" />} />
    </Route>
  </Routes>
)

export default DocsPortal
