// The API documentation: public, made from the same tables as the API.
import { lazy } from 'react'
import { Route, Routes } from 'react-router'
import { firstWords } from '../first-words.ts'
import { en } from '../language/en.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'

const Reference = lazy(() => import('./reference.tsx'))
const OperationPage = lazy(() => import('./operation-page.tsx'))
const Errors = lazy(() => import('./errors.tsx'))
const Guide = lazy(() => import('./guide.tsx'))
const Changes = lazy(() => import('./changes.tsx'))

const first = firstWords['/docs'](en)

const DocsPortal = () => (
  <Routes>
    <Route element={<Frame name={first.name} home="/docs" links={first.links} />}>
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
