// The evidence as a zip of two files: evidence.html for people, evidence.json for machines. Loaded when it is wanted.
import { strToU8, zipSync } from 'fflate'
import type { EvidenceAnswer } from '../../../vocabulary/staff.ts'
import { evidencePage } from './evidence-page.ts'

/** The file to save. */
export const evidenceZip = (evidence: EvidenceAnswer): Blob =>
  new Blob(
    [
      new Uint8Array(
        zipSync({
          'evidence.html': strToU8(evidencePage(evidence)),
          'evidence.json': strToU8(`${JSON.stringify(evidence, undefined, 2)}\n`),
        }),
      ),
    ],
    { type: 'application/zip' },
  )
