// A document of ours as React elements: marked reads it, nothing is ever put into the page as HTML.
import { Anchor, List, Table, Text, Title } from '@mantine/core'
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { Link } from 'react-router'
import { Code } from './code.tsx'

/** Our own documents only: links to files of the repository are told apart by `linkTo`. */
interface MarkdownProps {
  text: string
  /** A page of the portals for a link, or undefined: its words stay, the link does not. */
  linkTo: (href: string) => string | undefined
}

export const Markdown = ({ text, linkTo }: MarkdownProps) => (
  <div className="prose">{lexer(text).map((token, index) => block(token, index, linkTo))}</div>
)

/** The id of a heading, for links to it. */
export const headingId = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

// marked also knows tokens of extensions, of any type; ours are its own.
const isA = <Type extends MarkedToken['type']>(
  token: Token,
  type: Type,
): token is Extract<MarkedToken, { type: Type }> => token.type === type

const block = (token: Token, key: number, linkTo: MarkdownProps['linkTo']): ReactNode => {
  if (isA(token, 'heading'))
    return token.depth === 1 ? null : (
      <Title
        key={key}
        order={token.depth === 2 ? 2 : 3}
        size="h4"
        id={headingId(token.text)}
        mt="lg"
      >
        {inline(token.tokens, linkTo)}
      </Title>
    )
  if (isA(token, 'paragraph'))
    return (
      <Text key={key} component="p" my="sm" className="words">
        {inline(token.tokens, linkTo)}
      </Text>
    )
  if (isA(token, 'code'))
    return <Code key={key} label={codeLabels[token.lang ?? ''] ?? 'Code'} value={token.text} />
  if (isA(token, 'list'))
    return (
      <List key={key} type={token.ordered ? 'ordered' : 'unordered'} my="sm" spacing={4}>
        {token.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change its order
          <List.Item key={index}>{inline(item.tokens, linkTo)}</List.Item>
        ))}
      </List>
    )
  if (isA(token, 'table')) return <Rows key={key} table={token} linkTo={linkTo} />
  return null
}

const codeLabels: Readonly<Record<string, string>> = {
  sh: 'Shell',
  js: 'JavaScript',
  json: 'JSON',
}

const Rows = ({ table, linkTo }: { table: Tokens.Table; linkTo: MarkdownProps['linkTo'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll, so the keyboard must reach them
  <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label="Table">
    <Table>
      <Table.Thead>
        <Table.Tr>
          {table.header.map(cell => (
            <Table.Th key={cell.text}>{inline(cell.tokens, linkTo)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {table.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change its order
          <Table.Tr key={index}>
            {row.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change its order
              <Table.Td key={at}>{inline(cell.tokens, linkTo)}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

const inline = (tokens: readonly Token[], linkTo: MarkdownProps['linkTo']): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change its order
  tokens.map((token, key) => <Fragment key={key}>{piece(token, linkTo)}</Fragment>)

const piece = (token: Token, linkTo: MarkdownProps['linkTo']): ReactNode => {
  if (isA(token, 'strong')) return <strong>{inline(token.tokens, linkTo)}</strong>
  if (isA(token, 'em')) return <em>{inline(token.tokens, linkTo)}</em>
  if (isA(token, 'codespan')) return <code className="words">{token.text}</code>
  if (isA(token, 'br')) return <br />
  if (isA(token, 'link')) return <To to={linkTo(token.href)}>{inline(token.tokens, linkTo)}</To>
  if (isA(token, 'text')) return token.tokens ? inline(token.tokens, linkTo) : token.text
  if (isA(token, 'paragraph')) return inline(token.tokens, linkTo)
  if (isA(token, 'escape')) return token.text
  return null
}

const To = ({ to, children }: { to: string | undefined; children: ReactNode }) => {
  if (!to) return children
  return to.startsWith('/') ? (
    <Anchor component={Link} to={to} inherit>
      {children}
    </Anchor>
  ) : (
    <Anchor href={to} rel="noreferrer" inherit>
      {children}
    </Anchor>
  )
}
