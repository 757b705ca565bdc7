// Who read the member's records: which app, which kind of data, when; nobody else's history than the caller's.
import { accessHistory } from '../access-history.ts'
import { type Operation, ok } from '../context.ts'
import { invalid } from '../errors.ts'
import { ownPatients } from '../own-patients.ts'
import { pageOf } from '../page-number.ts'
import { personOf } from '../persona.ts'

/** 200 with one page, newest first. */
export const listAccessHistory: Operation = async call => {
  const { id } = personOf(call)
  const { client = '', patient = '' } = call.query
  if (client !== '' && !/^[A-Za-z0-9.-]{1,64}$/.test(client))
    throw invalid([
      { field: 'client', message: 'This is not the id of an app.', fault: 'not-an-app' },
    ])
  const patients = (await ownPatients(call)).filter(
    // A patient the caller may not act for finds nothing, as one that does not exist.
    one => patient === '' || one.id === patient,
  )
  return ok(
    await accessHistory(call, {
      user: id,
      patients,
      ...(client ? { client } : {}),
      page: pageOf(call.query),
    }),
  )
}
