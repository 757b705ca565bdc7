// Mails to a vendor about an app, in the outbox of the box where it was decided: the decision and its mail commit together.
import type { BundleEntry } from '../vocabulary/aidbox.ts'
import { type MailTemplate, queueMail } from './mail/outbox.ts'
import type { StoredRequest } from './production-request.ts'

type VendorTemplate = Extract<MailTemplate, `vendor-${string}`>

/** The entry for the decision's transaction; none where no address is known. `id` makes a repeat the same mail. */
export const vendorMail = (
  template: VendorTemplate,
  { id: request, vendor }: Pick<StoredRequest, 'id' | 'vendor'>,
  words: { app: string; reason?: string; note?: string },
  now: Date,
  id?: string,
): BundleEntry[] => {
  if (!vendor.email) return []
  const { app, reason = '', note = '' } = words
  const entry = queueMail(
    { template, to: vendor.email, parameters: { name: vendor.name, app, reason, note }, request },
    now,
  )
  return [id && entry.resource ? { ...entry, resource: { ...entry.resource, id } } : entry]
}
