// A browser without a window: cookies by path, redirects followed inside the box and no further, forms of its pages.

/** A page or redirect as a browser sees it. */
export interface Seen {
  status: number
  url: string
  headers: Headers
  html: string
}

/** Cookies by path, redirects followed inside the box and no further. */
export class Browser {
  readonly url: string
  readonly cookies = new Map<string, { value: string; path: string }>()
  /** Every Set-Cookie line seen. */
  readonly set: string[] = []

  constructor({ url }: { url: string }) {
    this.url = url
  }

  /** Goes somewhere and follows redirects until a page comes, or the box sends it away. */
  async go(target: string, init: RequestInit = {}): Promise<Seen> {
    let url = new URL(target, this.url).href
    let next: RequestInit = init
    for (let hops = 0; hops < 12; hops++) {
      const headers = new Headers(next.headers)
      const path = new URL(url).pathname
      const cookie = [...this.cookies]
        .filter(
          ([, { path: own }]) => path === own || path.startsWith(own === '/' ? '/' : `${own}/`),
        )
        .map(([name, { value }]) => `${name}=${value}`)
      if (cookie.length > 0) headers.set('cookie', cookie.join('; '))
      const response = await fetch(url, { ...next, headers, redirect: 'manual' })
      for (const line of response.headers.getSetCookie()) this.keep(line)
      const location = response.headers.get('location')
      const html = await response.text()
      if (!location) return { status: response.status, url, headers: response.headers, html }
      if (!location.startsWith(this.url))
        return { status: response.status, url: location, headers: response.headers, html }
      url = location
      next = { headers: init.headers }
    }
    throw new Error(`goes in circles at ${url}`)
  }

  /** Posts the page's form with these fields; hidden ones go along. */
  submit(
    page: Seen,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.html)?.[1]
    if (!action) throw new Error(`no form on ${page.url}: ${page.status} ${page.html}`)
    const body = new URLSearchParams({ token: formToken(page), ...fields })
    return this.go(unescaped(action), { method: 'POST', body, headers })
  }

  private keep(line: string): void {
    this.set.push(line)
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
    if (!name || value === undefined) return
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, { value, path })
  }
}

/** The hidden token of a page's form. */
export const formToken = ({ html }: Seen): string =>
  /name="token" value="([^"]+)"/.exec(html)?.[1] ?? ''

const unescaped = (text: string): string =>
  text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&').replaceAll('&quot;', '"')
