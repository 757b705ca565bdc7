// Whose records the signed-in member may open: their own, and those they act for.
import type { MyPatientsAnswer } from '../../vocabulary/operations.ts'
import { type Operation, ok } from '../context.ts'
import { ownPatients } from '../own-patients.ts'

/** 200 with the patients, own record first. */
export const listMyPatients: Operation = async call =>
  ok({ patients: await ownPatients(call) } satisfies MyPatientsAnswer)
