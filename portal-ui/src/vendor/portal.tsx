// The vendor portal: enroll, register apps in the sandbox, try them, ask for production.
import { Anchor } from '@mantine/core'
import { lazy } from 'react'
import { Link, Outlet, Route, Routes } from 'react-router'
import { firstWords } from '../first-words.ts'
import { en } from '../language/en.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { SignedIn } from '../ui/signed-in.tsx'

const Enroll = lazy(() => import('./enroll.tsx'))
const ConfirmEnrollment = lazy(() => import('./confirm-enrollment.tsx'))
const ForgotPassword = lazy(() => import('../account/forgot-password.tsx'))
const ResetPassword = lazy(() => import('../account/reset-password.tsx'))
const AppList = lazy(() => import('./app-list.tsx'))
const AppPage = lazy(() => import('./app-page.tsx'))
const RequestLog = lazy(() => import('./request-log.tsx'))
const TestClient = lazy(() => import('./test-client/test-client.tsx'))
const MyData = lazy(() => import('./my-data.tsx'))

const first = firstWords['/vendor'](en)

const Door = () => (
  <SignedIn
    portal="vendor"
    title={first.title}
    lead={first.lead}
    demo="vendor@demo.test"
    more={
      <Anchor component={Link} to="/vendor/enroll">
        Vendor Enrollment to Sandbox
      </Anchor>
    }
  >
    {session => <Outlet context={session} />}
  </SignedIn>
)

const VendorPortal = () => (
  <Routes>
    <Route element={<Frame name={first.name} home="/vendor" portal="vendor" links={first.links} />}>
      <Route path="enroll" element={<Enroll />} />
      <Route path="confirm" element={<ConfirmEnrollment />} />
      <Route path="forgot-password" element={<ForgotPassword portal="vendor" />} />
      <Route path="reset-password" element={<ResetPassword portal="vendor" />} />
      <Route element={<Door />}>
        <Route index element={<AppList />} />
        <Route path="apps/new" element={<AppPage />} />
        <Route path="apps/:id" element={<AppPage />} />
        <Route path="apps/:id/requests" element={<RequestLog />} />
        <Route path="apps/:id/test" element={<TestClient />} />
        <Route path="my-data" element={<MyData />} />
      </Route>
      <Route path="*" element={<NotFound home="/vendor" />} />
    </Route>
  </Routes>
)

export default VendorPortal
