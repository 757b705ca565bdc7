// Plan-Net's extension on who may come: accepting new patients, and from which network.
import { concept } from '../codes/concept.ts'
import { systems } from '../codes/systems.ts'
import type { Json, Link } from '../record.ts'
import { planNetExtension } from './builder.ts'

export type Accepting = 'newpt' | 'existptonly' | 'existptfam' | 'nopt'

/** Who is accepted. Of what kind is not said: the guide's invariant on it fails, as written, wherever it is. */
export const acceptingPatients = (code: Accepting, fromNetwork: Link): Json =>
  planNetExtension('newpatients', {
    extension: [
      { url: 'acceptingPatients', valueCodeableConcept: concept(systems.acceptingPatients, code) },
      { url: 'fromNetwork', valueReference: fromNetwork },
    ],
  })
