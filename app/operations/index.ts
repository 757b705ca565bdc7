// Operation id → function; equal to vocabulary/operations.ts, by test.
import type { OperationId } from '../../vocabulary/operations.ts'
import type { Operation } from '../context.ts'

export const operationsById: Partial<Record<OperationId, Operation>> = {}
