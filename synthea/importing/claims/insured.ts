// Who insures a Synthea patient: Synthea names payers in words only; C4BB wants an Organization and a Coverage.
import type { Resource } from '../../../vocabulary/aidbox.ts'
import { systems } from '../../codes/systems.ts'
import { c4bb, usCore } from '../../profiles.ts'
import type { FileEntry } from '../bundle-file.ts'
import { textAt } from './fields.ts'

const idPart = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 20)

export interface Insured {
  insurer: { reference: string; display: string }
  coverage: { reference: string }
  entries: FileEntry[]
}

/** The payer of that name and the patient's coverage with it, as entries of the same file. */
export const insuredBy = (payer: string, patient: FileEntry): Insured => {
  const { file, number } = patient
  const own = `${patient.resource.id ?? patient.fullUrl ?? ''}`.replace('urn:uuid:', '')
  const organizationId = `payer-${idPart(payer)}`
  const coverageId = `coverage-${idPart(payer)}-${own}`.slice(0, 64)
  const beneficiary = { reference: patient.fullUrl ?? `Patient/${own}` }
  const member = textAt(patient.resource, 'identifier.value') ?? own
  const entry = (resource: Resource, profiles: string[]): FileEntry => ({
    file,
    number,
    fullUrl: undefined,
    resource,
    profiles,
  })
  const insurer = { reference: `Organization/${organizationId}`, display: payer }
  return {
    insurer,
    coverage: { reference: `Coverage/${coverageId}` },
    entries: [
      entry(
        {
          resourceType: 'Organization',
          id: organizationId,
          active: true,
          type: [{ coding: [{ system: systems.organizationType, code: 'pay' }] }],
          name: payer,
        },
        [...c4bb('Organization'), ...usCore('organization')],
      ),
      entry(
        {
          resourceType: 'Coverage',
          id: coverageId,
          identifier: [
            {
              type: { coding: [{ system: systems.identifierType, code: 'MB' }] },
              system: systems.memberId,
              value: member,
            },
          ],
          status: 'active',
          type: { text: payer },
          subscriberId: member,
          beneficiary,
          relationship: { coding: [{ system: systems.subscriberRelationship, code: 'self' }] },
          payor: [insurer],
        },
        [...c4bb('Coverage'), ...usCore('coverage')],
      ),
    ],
  }
}
