// A browser without a window: cookies, redirects and forms over HTTP, so that a sign-in can be walked step by step.
import { formsIn, type HtmlForm, textOf } from './html-forms.ts'

export interface Page {
  url: string
  status: number
  headers: Headers
  html: string
}

interface Cookie {
  host: string
  path: string
  name: string
  value: string
}

/** One browser profile: what it was given by one page it shows to the next. */
export class Browser {
  readonly #cookies: Cookie[] = []

  /** Cookies a request to this URL carries; cookies know hosts and paths, and no ports. */
  cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url)
    return this.#cookies
      .filter(({ host, path }) => host === hostname && isWithin(pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  /** One request, no redirect followed. */
  async request(url: string, form?: readonly [string, string][]): Promise<Page> {
    const cookie = this.cookiesFor(url)
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml',
        ...(cookie ? { cookie } : {}),
        ...(form ? { origin: new URL(url).origin } : {}),
      },
      ...(form ? { method: 'POST', body: new URLSearchParams([...form]) } : {}),
    })
    for (const header of response.headers.getSetCookie()) this.#keep(url, header)
    return { url, status: response.status, headers: response.headers, html: await response.text() }
  }

  /** Follows redirects until a page comes, or a URL that begins with `until`: that one is not fetched. */
  async open(url: string, until: string, form?: readonly [string, string][]): Promise<Page> {
    let page = await this.request(url, form)
    for (let hops = 0; page.status >= 300 && page.status < 400; hops++) {
      if (hops > 20) throw new Error(`more than 20 redirects, the last from ${page.url}`)
      const next = new URL(page.headers.get('location') ?? '', page.url).href
      if (next.startsWith(until)) return { ...page, url: next, html: '' }
      page = await this.request(next)
    }
    return page
  }

  /** Sends the page's only form, with some fields set; `undefined` takes one out, a list sends several. */
  submit(
    page: Page,
    until: string,
    changes: Readonly<Record<string, string | readonly string[] | undefined>>,
  ): Promise<Page> {
    const form = formWith(page, Object.keys(changes))
    const untouched = form.fields.filter(([name]) => !Object.hasOwn(changes, name))
    const set = Object.entries(changes).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [value].flat().map((item): [string, string] => [name, String(item)]),
    )
    const fields = [...untouched, ...set]
    const target = new URL(form.action || page.url, page.url)
    if (form.method === 'POST') return this.open(target.href, until, fields)
    for (const [name, value] of fields) target.searchParams.append(name, value)
    return this.open(target.href, until)
  }

  #keep(url: string, header: string): void {
    const [pair = '', ...attributes] = header.split(';').map(part => part.trim())
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals)
    const value = pair.slice(equals + 1)
    const attribute = (key: string): string | undefined =>
      attributes.find(text => text.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
    const { hostname, pathname } = new URL(url)
    const path = attribute('path') ?? (pathname.slice(0, pathname.lastIndexOf('/')) || '/')
    const same = this.#cookies.findIndex(
      cookie => cookie.host === hostname && cookie.path === path && cookie.name === name,
    )
    if (same >= 0) this.#cookies.splice(same, 1)
    const expires = attribute('expires')
    const isOver =
      attribute('max-age') === '0' ||
      (expires !== undefined && Date.parse(expires) <= Date.parse(new Date().toISOString()))
    if (!isOver) this.#cookies.push({ host: hostname, path, name, value })
  }
}

const isWithin = (pathname: string, path: string): boolean =>
  path === '/' || pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)

/** The form of a page that has these controls; an error quotes what the page says instead. */
export const formWith = (page: Page, names: readonly string[]): HtmlForm => {
  const form = formsIn(page.html).find(({ offered }) => names.every(name => offered.has(name)))
  if (form) return form
  throw new Error(
    `${page.status} ${page.url} has no form with ${names.join(', ')}. It says: ${textOf(page.html).slice(0, 400)}`,
  )
}
