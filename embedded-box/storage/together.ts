// One statement for what several requests ask in the same moment: reads of one shape travel to PostgreSQL as one.
// A round trip costs more than such a read; each row of the answer carries the number of who asked for it.
import { BoxError } from '../errors.ts'
import { arrayLiteral } from './row.ts'
import type { Database, Sql, SqlValue } from './sql.ts'

interface Question {
  values: readonly SqlValue[]
  done: (rows: object[]) => void
  failed: (error: unknown) => void
}

interface Shape {
  text: string
  name: string
  waiting: Question[]
}

/** So many go at once; the next are gathered while the database works on these. */
const most = 6

/** Asks a statement that finds rows of one id or one patient: with others of its shape, unless it is part of a transaction. */
export const ask = <Row extends object>(
  sql: Sql | Database,
  text: string,
  values: readonly SqlValue[],
  name: string | undefined,
): Promise<Row[]> =>
  name !== undefined && 'together' in sql
    ? sql.together<Row>(text, values, name)
    : sql.query<Row>(text, values, name)

/**
 * Gathers the questions of one turn of the event loop. Nobody waits longer: what is there when the turn ends goes.
 * Values arrive as texts: where a text is not meant, the statement casts (`$2::int`).
 */
export const asksTogether = (query: Sql['query']): Database['together'] => {
  const shapes = new Map<string, Shape>()

  const alone = ({ values, done, failed }: Question, { text, name }: Shape): void => {
    query<object>(text, values, name).then(done, failed)
  }
  const several = async (questions: readonly Question[], shape: Shape): Promise<void> => {
    const width = questions[0]?.values.length ?? 0
    const columns = Array.from({ length: width }, (_, at) =>
      questions.map(({ values }) => asText(values[at])),
    )
    const rows = await query<{ asker: string; place: string }>(
      manyText(shape.text, width),
      columns,
      `${shape.name}-many`,
    )
    // a lateral join promises no order, though it keeps one
    const counted = questions.map(() => 0)
    const isInOrder = rows.every(({ asker, place }) => {
      const at = Number(asker) - 1
      counted[at] = (counted[at] ?? 0) + 1
      return counted[at] === Number(place)
    })
    if (!isInOrder) rows.sort((one, other) => Number(one.place) - Number(other.place))
    const answers: object[][] = questions.map(() => [])
    for (const { asker, place: _, ...row } of rows) answers[Number(asker) - 1]?.push(row)
    for (const [at, { done }] of questions.entries()) done(answers[at] ?? [])
  }
  const go = (shape: Shape): void => {
    const questions = shape.waiting.splice(0)
    if (shapes.get(shape.text) === shape) shapes.delete(shape.text)
    const [only, next] = questions
    if (only && (!next || only.values.length === 0))
      for (const question of questions) alone(question, shape)
    else if (only)
      several(questions, shape).catch(error => {
        // a database that does not answer would not answer one by one; what is wrong with one question is its own
        const isForAll = error instanceof BoxError
        for (const question of questions)
          if (isForAll) question.failed(error)
          else alone(question, shape)
      })
  }
  return <Row extends object>(text: string, values: readonly SqlValue[], name: string) =>
    new Promise<Row[]>((done, failed) => {
      let shape = shapes.get(text)
      if (!shape) {
        const made: Shape = { text, name, waiting: [] }
        shapes.set(text, made)
        setImmediate(() => go(made))
        shape = made
      }
      // the rows are those of this statement: what the caller says they are
      shape.waiting.push({ values, done: done as (rows: object[]) => void, failed })
      if (shape.waiting.length >= most) go(shape)
    })
}

const asText = (value: SqlValue | undefined): string | null => {
  if (value === undefined || value === null) return null
  if (Array.isArray(value))
    return arrayLiteral(value.map(item => (item === null ? null : String(item))))
  return value instanceof Date ? value.toISOString() : String(value)
}

const texts = new Map<string, string>()

/** The statement for many: the values of each asker are a row, and the statement is asked for every row. */
const manyText = (text: string, width: number): string => {
  const known = texts.get(text)
  if (known) return known
  const names = Array.from({ length: width }, (_, at) => `v${at + 1}`)
  const made = `select g.asker::text as asker, r.* from unnest(${names.map((_, at) => `$${at + 1}::text[]`).join(', ')})
    with ordinality as g(${names.join(', ')}, asker)
    cross join lateral (select row_number() over ()::text as place, o.* from (${text.replace(/\$(\d+)/g, 'g.v$1')}) o) r`
  texts.set(text, made)
  return made
}
