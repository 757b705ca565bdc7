// check-readiness: what one of the vendor's own apps still has to show before it asks for production.
import { type Operation, ok } from '../context.ts'
import { ownApp } from '../own-apps.ts'
import { readinessOf } from '../readiness.ts'
import { fieldsOf } from '../smart-app.ts'

export const checkReadiness: Operation = async call => {
  const { client, facts } = await ownApp(call)
  const { boxes, config } = call
  return ok(await readinessOf(boxes.sandbox, facts.id, fieldsOf(client), config.mode === 'demo'))
}
