// The admin portal: production requests, live apps, people, audit, mail, health; it talks to the production box only.
import { Anchor } from '@mantine/core'
import { lazy } from 'react'
import { Link, Outlet, Route, Routes } from 'react-router'
import { firstWords } from '../first-words.ts'
import { en } from '../language/en.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { SignedIn } from '../ui/signed-in.tsx'

const ForgotPassword = lazy(() => import('../account/forgot-password.tsx'))
const ResetPassword = lazy(() => import('../account/reset-password.tsx'))
const ReviewList = lazy(() => import('./review-list.tsx'))
const Review = lazy(() => import('./review.tsx'))
const LiveApps = lazy(() => import('./live-apps.tsx'))
const AppPage = lazy(() => import('./app-page.tsx'))
const AuditSearch = lazy(() => import('./audit-search.tsx'))
const Mails = lazy(() => import('./mails.tsx'))
const Health = lazy(() => import('./health.tsx'))
const People = lazy(() => import('./people.tsx'))

const first = firstWords['/admin'](en)

const Door = () => (
  <SignedIn
    portal="admin"
    title={first.title}
    lead={first.lead}
    demo="admin@demo.test"
    more={
      <Anchor component={Link} to="/admin/forgot-password">
        Forgot your password?
      </Anchor>
    }
  >
    {session => <Outlet context={session} />}
  </SignedIn>
)

const AdminPortal = () => (
  <Routes>
    <Route element={<Frame name={first.name} home="/admin" portal="admin" links={first.links} />}>
      <Route path="forgot-password" element={<ForgotPassword portal="admin" />} />
      <Route path="reset-password" element={<ResetPassword portal="admin" />} />
      <Route element={<Door />}>
        <Route index element={<ReviewList />} />
        <Route path="requests/:id" element={<Review />} />
        <Route path="apps" element={<LiveApps />} />
        <Route path="apps/:id" element={<AppPage />} />
        <Route path="audit" element={<AuditSearch />} />
        <Route path="mail" element={<Mails />} />
        <Route path="health" element={<Health />} />
        <Route path="people" element={<People />} />
      </Route>
      <Route path="*" element={<NotFound home="/admin" />} />
    </Route>
  </Routes>
)

export default AdminPortal
