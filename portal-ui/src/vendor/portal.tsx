// The vendor portal: enroll, register apps in the sandbox, try them, ask for production.
import { Anchor } from '@mantine/core'
import { lazy } from 'react'
import { Link, Outlet, Route, Routes } from 'react-router'
import { ForgotPassword } from '../account/forgot-password.tsx'
import { ResetPassword } from '../account/reset-password.tsx'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { SignedIn } from '../ui/signed-in.tsx'
import { ConfirmEnrollment } from './confirm-enrollment.tsx'
import { Enroll } from './enroll.tsx'

const AppList = lazy(() => import('./app-list.tsx'))
const AppPage = lazy(() => import('./app-page.tsx'))
const RequestLog = lazy(() => import('./request-log.tsx'))
const TestClient = lazy(() => import('./test-client/test-client.tsx'))
const MyData = lazy(() => import('./my-data.tsx'))

const Door = () => (
  <SignedIn
    portal="vendor"
    title="Developer sandbox"
    lead="Register your SMART app, try it with a synthetic member, and ask to offer it to the plan’s members."
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
    <Route
      element={
        <Frame
          name="Developer sandbox"
          home="/vendor"
          portal="vendor"
          links={[
            { to: '/vendor', label: 'Apps', end: true },
            { to: '/vendor/my-data', label: 'My Data' },
          ]}
        />
      }
    >
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
