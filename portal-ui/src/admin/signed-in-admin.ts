// Who is signed in, for pages below the admin portal's door.
import { useOutletContext } from 'react-router'
import type { PortalSession } from '../session.ts'

/** The signed-in admin. */
export const useAdmin = (): PortalSession => useOutletContext<PortalSession>()
