// The thread that writes read events on PostgreSQL: builds AuditEvents from their facts and inserts a batch a statement.
// A process that answers thousands of reads a second would otherwise spend a sixth of its time on remembering them.
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { auditRow } from './audit-rows.ts'
import type { AuditBatch, AuditWritten } from './audit-writer.ts'
import type { Sql } from './storage/sql.ts'
import { writeRows } from './storage/write.ts'

// one connection, opened again by the pool when it was lost
const pool = new pg.Pool({ connectionString: workerData.url, max: 1, keepAlive: true })
pool.on('error', () => undefined)

const sql: Sql = {
  query: async <Row extends object>(
    text: string,
    values: Parameters<Sql['query']>[1] = [],
    name?: string,
  ) => (await pool.query<Row>({ text, values: [...values], name })).rows,
}

parentPort?.on('message', async ({ number, at, events }: AuditBatch) => {
  const answer = (failed?: string): void =>
    parentPort?.postMessage({ number, ...(failed ? { failed } : {}) } satisfies AuditWritten)
  try {
    const rows = events.map(event => auditRow(event, at))
    // an id that is there already was written by a try whose answer got lost
    await writeRows(sql, rows, { replace: false })
    answer()
  } catch (error) {
    answer(error instanceof Error ? error.message : 'unknown')
  }
})
