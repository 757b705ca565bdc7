// Which portal a person signs in to, from their roles.

/** Path of the portal; who reviews apps is sent to the admin portal first. */
export const portalOf = (roles: readonly string[]): '/admin' | '/vendor' | '/member' => {
  if (roles.includes('admin')) return '/admin'
  return roles.includes('vendor') ? '/vendor' : '/member'
}
