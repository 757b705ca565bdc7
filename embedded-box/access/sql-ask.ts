// Puts the questions of sql policies to the database: in the transaction under way, where there is one. What fails grants nothing.
import type { Resource } from '../../vocabulary/aidbox.ts'
import type { Box } from '../box.ts'
import { BoxError } from '../errors.ts'
import { statementName } from '../fhir/statement-name.ts'
import { isObject, type JsonObject } from '../json.ts'
import { sqlHere } from '../storage/current-transaction.ts'
import { codeOf } from '../storage/failures.ts'
import type { AskSql } from './engines.ts'
import { PolicyFault } from './policy-fault.ts'
import { compileSql } from './sql-policy.ts'

/** Asks for a box. A lost database is an error, never a no that looks like a decision. */
export const askSql =
  (box: Pick<Box, 'database' | 'log'>): AskSql =>
  async (text, values) => {
    try {
      const rows = await sqlHere(box.database).query<{ granted: boolean }>(
        text,
        values,
        statementName(text),
      )
      return rows.length === 1 && rows[0]?.granted === true
    } catch (error) {
      if (error instanceof BoxError) throw error
      // the values of the request stay out of the log
      box.log.warn({ code: codeOf(error), query: text }, 'a sql policy failed, and grants nothing')
      return false
    }
  }

/** Has each query of a policy planned, not run: throws PolicyFault where the database does not understand it. */
export const checkSql = async (box: Pick<Box, 'database'>, policy: Resource): Promise<void> => {
  for (const { at, sql } of queriesOf(policy, '')) {
    const { text, parameters } = compileSql(sql, at)
    const nothing = Array.from({ length: parameters }, () => null)
    try {
      await sqlHere(box.database).query(`explain ${text}`, nothing)
    } catch (error) {
      if (error instanceof BoxError || !(error instanceof Error)) throw error
      throw new PolicyFault(
        `${at}.query`,
        `the database does not understand it, or its answer is not one boolean (${codeOf(error)}: ${error.message})`,
      )
    }
  }
}

const queriesOf = (policy: JsonObject, at: string): { at: string; sql: unknown }[] => [
  ...(policy.engine === 'sql' ? [{ at: `${at}sql`, sql: policy.sql }] : []),
  ...['and', 'or'].flatMap(name => {
    const parts = policy[name]
    return Array.isArray(parts)
      ? parts.flatMap((part, index) =>
          isObject(part) ? queriesOf(part, `${at}${name}[${index}].`) : [],
        )
      : []
  }),
]
