// What a member looks for in the gallery, and which apps that leaves; kept in the page's address. Pure.
import type { PublishedApp } from '../../../vocabulary/operations.ts'

export interface GalleryWish {
  search: string
  /** A kind of data in the App's English words; empty: any. */
  kind: string
  launchable: boolean
  order: 'name' | 'newest'
}

/** The wish in a page's address. */
export const wishOf = (address: URLSearchParams): GalleryWish => ({
  search: address.get('search') ?? '',
  kind: address.get('reads') ?? '',
  launchable: address.get('startable') === 'yes',
  order: address.get('order') === 'newest' ? 'newest' : 'name',
})

/** The address of a wish; what is as usual is left out. */
export const addressOf = ({ search, kind, launchable, order }: GalleryWish): URLSearchParams =>
  new URLSearchParams([
    ...(search ? [['search', search]] : []),
    ...(kind ? [['reads', kind]] : []),
    ...(launchable ? [['startable', 'yes']] : []),
    ...(order === 'newest' ? [['order', order]] : []),
  ])

/** The apps that fit, in the order wished for; every word that was typed has to be there. */
export const shownApps = (apps: readonly PublishedApp[], wish: GalleryWish): PublishedApp[] => {
  const words = plain(wish.search).split(/\s+/).filter(Boolean)
  return apps
    .filter(app => {
      const text = plain(`${app.name} ${app.organizationName} ${app.description}`)
      return (
        words.every(word => text.includes(word)) &&
        (wish.kind === '' || app.asksFor.includes(wish.kind)) &&
        (!wish.launchable || app.launchable)
      )
    })
    .toSorted((one, other) =>
      wish.order === 'newest'
        ? other.since.localeCompare(one.since)
        : one.name.localeCompare(other.name),
    )
}

/** Without accents and case: `salud` finds `Salúd`. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
