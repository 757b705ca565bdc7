// Reads the forms of a server-rendered page as a browser would: where they go, and what they send untouched.

export interface HtmlForm {
  action: string
  method: 'GET' | 'POST'
  /** Fields sent when nothing is changed, in order. */
  fields: [string, string][]
  /** Every control by name with all values it offers: tick boxes, choices and buttons too. */
  offered: Map<string, string[]>
}

/** All forms of a page. */
export const formsIn = (html: string): HtmlForm[] =>
  [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head = '', body = '']) => {
    const { action = '', method = 'get' } = attributesIn(head)
    return {
      action,
      method: method.toLowerCase() === 'post' ? 'POST' : 'GET',
      ...controlsIn(body),
    }
  })

/** Text of a page without its tags, for messages of failed tests. */
export const textOf = (html: string): string =>
  decode(html.replace(/<(style|script|title)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()

const controlsIn = (body: string): Pick<HtmlForm, 'fields' | 'offered'> => {
  const fields: [string, string][] = []
  const offered = new Map<string, string[]>()
  for (const [, paired, pairedHead = '', rest = '', single = '', singleHead = ''] of body.matchAll(
    /<(select|textarea)\b([^>]*)>([\s\S]*?)<\/\1>|<(input|button)\b([^>]*)>/gi,
  )) {
    const tag = (paired ?? single).toLowerCase()
    const head = paired ? pairedHead : singleHead
    const attributes = attributesIn(head)
    const { name, type = 'text', value = '' } = attributes
    if (!name || 'disabled' in attributes) continue
    const values = tag === 'select' ? optionsIn(rest) : [tag === 'textarea' ? decode(rest) : value]
    offered.set(name, [...(offered.get(name) ?? []), ...values])
    if (tag === 'button' || type === 'submit') continue
    if (type === 'checkbox' || type === 'radio') {
      if ('checked' in attributes) fields.push([name, value || 'on'])
    } else fields.push([name, values[0] ?? ''])
  }
  return { fields, offered }
}

const optionsIn = (html: string): string[] =>
  [...html.matchAll(/<option\b([^>]*)>/gi)].map(([, head = '']) => attributesIn(head).value ?? '')

const attributesIn = (head: string): Record<string, string> =>
  Object.fromEntries(
    [...head.matchAll(/([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)].map(
      ([, name = '', double, single, bare]) => [
        name.toLowerCase(),
        decode(double ?? single ?? bare ?? ''),
      ],
    ),
  )

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

const decode = (text: string): string =>
  text.replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)))
    return entities[name.toLowerCase()] ?? whole
  })
