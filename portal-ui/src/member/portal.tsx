// The member portal: find apps, see who reads what, stop it, read one's own record.
import { Anchor } from '@mantine/core'
import { lazy } from 'react'
import { Link, Outlet, Route, Routes } from 'react-router'
import { ForgotPassword } from '../account/forgot-password.tsx'
import { ResetPassword } from '../account/reset-password.tsx'
import { useSession } from '../session.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { SignedIn } from '../ui/signed-in.tsx'

const Gallery = lazy(() => import('./app-gallery.tsx'))
const GalleryApp = lazy(() => import('./gallery-app.tsx'))
const ConnectedApps = lazy(() => import('./connected-apps.tsx'))
const MyRecord = lazy(() => import('./my-record.tsx'))
const Education = lazy(() => import('./education.tsx'))

const Door = () => (
  <SignedIn
    portal="member"
    title="Sign in to your health plan"
    lead="See which apps read your records, stop them, and read your record yourself."
    demo="member@demo.test or parent@demo.test"
    more={
      <Anchor component={Link} to="/member/forgot-password">
        Forgot your password?
      </Anchor>
    }
  >
    {session => <Outlet context={session} />}
  </SignedIn>
)

/** For who came to build an app; a member who is signed in has no use for it. */
const ForVendors = () =>
  useSession('member') ? null : (
    <Anchor component={Link} to="/vendor/enroll" size="sm">
      Vendor Enrollment to Sandbox
    </Anchor>
  )

const MemberPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name="Member portal"
          home="/member"
          portal="member"
          aside={<ForVendors />}
          links={[
            { to: '/member', label: 'Apps', end: true },
            { to: '/member/connections', label: 'Connected apps' },
            { to: '/member/record', label: 'My record' },
            { to: '/member/education', label: 'Your privacy' },
          ]}
        />
      }
    >
      <Route index element={<Gallery />} />
      <Route path="apps/:id" element={<GalleryApp />} />
      <Route path="education" element={<Education />} />
      <Route path="forgot-password" element={<ForgotPassword portal="member" />} />
      <Route path="reset-password" element={<ResetPassword portal="member" />} />
      <Route element={<Door />}>
        <Route path="connections" element={<ConnectedApps />} />
        <Route path="record" element={<MyRecord />} />
      </Route>
      <Route path="*" element={<NotFound home="/member" />} />
    </Route>
  </Routes>
)

export default MemberPortal
