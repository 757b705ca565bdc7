// Names of prepared statements: the common shapes are parsed once a connection, odd ones are not kept.

const names = new Map<string, string>()
/** A caller can ask in endless shapes; a connection should not keep them all. */
const most = 300

/** The name of a statement, or undefined when it should not be kept prepared. */
export const statementName = (text: string): string | undefined => {
  const known = names.get(text)
  if (known !== undefined || names.size >= most) return known
  const name = `s${names.size}`
  names.set(text, name)
  return name
}
