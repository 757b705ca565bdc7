// Who is signed in, for pages below the member portal's door.
import { useOutletContext } from 'react-router'
import type { PortalSession } from '../session.ts'

/** The signed-in member. */
export const useMember = (): PortalSession => useOutletContext<PortalSession>()
