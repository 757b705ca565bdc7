// Who is signed in, for pages below the vendor portal's door.
import { useOutletContext } from 'react-router'
import type { PortalSession } from '../session.ts'

/** The signed-in vendor. */
export const useVendor = (): PortalSession => useOutletContext<PortalSession>()
