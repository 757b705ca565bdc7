// What each portal begins with: its name, its pages, and the heading of its first page; the server writes it into the page, the portal shows it again.
import type { Texts } from './language/en.ts'

export interface FirstWords {
  /** `Developer sandbox`, beside the plan's name. */
  name: string
  links: { to: string; label: string; end?: boolean }[]
  /** Heading and lead of the first page, as who is not signed in sees it. */
  title: string
  lead: string
}

/** Portals whose first page is written before any script runs. */
export const firstPages = ['/member', '/directory', '/vendor', '/admin', '/docs'] as const

export type FirstPage = (typeof firstPages)[number]

/** The words in one language; vendors, staff and developers have English only. */
export const firstWords: Record<FirstPage, (texts: Texts) => FirstWords> = {
  '/member': ({ portal, gallery }) => ({
    name: portal.member,
    links: [
      { to: '/member', label: portal.apps, end: true },
      { to: '/member/connections', label: portal.connections },
      { to: '/member/history', label: portal.history },
      { to: '/member/record', label: portal.record },
      { to: '/member/education', label: portal.privacy },
    ],
    title: gallery.title,
    lead: gallery.lead,
  }),
  '/directory': ({ portal, directory }) => ({
    name: portal.directory,
    links: [
      { to: '/directory', label: portal.findCare, end: true },
      { to: '/member', label: portal.appsForMembers },
    ],
    title: directory.title,
    lead: directory.lead,
  }),
  '/vendor': () => ({
    name: 'Developer sandbox',
    links: [
      { to: '/vendor', label: 'Apps', end: true },
      { to: '/vendor/my-data', label: 'My Data' },
    ],
    title: 'Developer sandbox',
    lead: 'Register your SMART app, try it with a synthetic member, and ask to offer it to the plan’s members.',
  }),
  '/admin': () => ({
    name: 'Plan staff',
    links: [
      { to: '/admin', label: 'Requests', end: true },
      { to: '/admin/apps', label: 'Live apps' },
      { to: '/admin/people', label: 'People' },
      { to: '/admin/audit', label: 'Audit' },
      { to: '/admin/mail', label: 'Mail' },
      { to: '/admin/health', label: 'Health' },
    ],
    title: 'Plan staff',
    lead: 'Review production requests, and look after live apps and people.',
  }),
  '/docs': () => ({
    name: 'API documentation',
    links: [
      { to: '/docs', label: 'Reference', end: true },
      { to: '/docs/guide', label: 'Guide' },
      { to: '/docs/errors', label: 'Errors' },
      { to: '/docs/changes', label: 'Changes' },
      { to: '/vendor', label: 'Vendor portal' },
    ],
    title: 'API reference',
    lead: 'What apps and tools may call: the provider directory without an account, members’ records with a token.',
  }),
}
