// The member portal: find apps, see who reads what, stop it, read one's own record.
import { Anchor } from '@mantine/core'
import { lazy } from 'react'
import { Link, Outlet, Route, Routes } from 'react-router'
import { firstWords } from '../first-words.ts'
import { say } from '../language/language.ts'
import { useSession } from '../session.ts'
import { Frame } from '../ui/frame.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { SignedIn } from '../ui/signed-in.tsx'

const ForgotPassword = lazy(() => import('../account/forgot-password.tsx'))
const ResetPassword = lazy(() => import('../account/reset-password.tsx'))
const Gallery = lazy(() => import('./app-gallery.tsx'))
const GalleryApp = lazy(() => import('./gallery-app.tsx'))
const ConnectedApps = lazy(() => import('./connected-apps.tsx'))
const AccessHistory = lazy(() => import('./access-history.tsx'))
const MyRecord = lazy(() => import('./my-record.tsx'))
const ClaimPage = lazy(() => import('./claim-page.tsx'))
const Education = lazy(() => import('./education.tsx'))

const Door = () => (
  <SignedIn
    portal="member"
    title={say().door.title}
    lead={say().door.lead}
    demo={say().door.demoPeople}
    more={
      <Anchor component={Link} to="/member/forgot-password">
        {say().door.forgot}
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
      {say().portal.vendorEnrollment}
    </Anchor>
  )

const MemberPortal = () => (
  <Routes>
    <Route
      element={
        <Frame
          name={firstWords['/member'](say()).name}
          bilingual
          home="/member"
          portal="member"
          aside={<ForVendors />}
          links={firstWords['/member'](say()).links}
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
        <Route path="history" element={<AccessHistory />} />
        <Route path="record" element={<MyRecord />} />
        <Route path="record/claims/:id" element={<ClaimPage />} />
      </Route>
      <Route path="*" element={<NotFound home="/member" />} />
    </Route>
  </Routes>
)

export default MemberPortal
