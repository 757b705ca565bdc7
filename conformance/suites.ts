// Which suites are run, in the order of the report.
import { blueButton, oneKindOfClaim } from './kits/blue-button.ts'
import { pdex } from './kits/pdex.ts'
import { planNet } from './kits/plan-net.ts'
import { smart1, smart2 } from './kits/smart.ts'
import { usCore } from './kits/us-core.ts'
import type { SuitePlan } from './suite-plan.ts'

/** All of them; those marked short judge every change. */
export const suitePlans: readonly SuitePlan[] = [
  {
    name: 'smart-2.2-public',
    title: 'SMART App Launch 2.2, public client',
    ...smart2('public', '2_2'),
    short: true,
  },
  {
    name: 'smart-2.2-symmetric',
    title: 'SMART App Launch 2.2, confidential client with a secret; introspection',
    ...smart2('symmetric', '2_2'),
    short: true,
  },
  {
    name: 'smart-2.2-asymmetric',
    title:
      'SMART App Launch 2.2, confidential client with a key, authorize by POST; backend services',
    ...smart2('asymmetric', '2_2'),
    short: true,
  },
  {
    name: 'carin-blue-button-2.0.0',
    title: 'CARIN Blue Button 2.0.0',
    ...blueButton('v200'),
    short: true,
  },
  oneKindOfClaim('inpatient', 'inpatient_institutional'),
  oneKindOfClaim('outpatient', 'outpatient_institutional'),
  oneKindOfClaim('professional', 'professional_non_clinician'),
  oneKindOfClaim('pharmacy', 'pharmacy'),
  oneKindOfClaim('oral', 'oral'),
  { name: 'us-core-6.1.0', title: 'US Core 6.1.0', ...usCore('v610'), short: true },
  {
    name: 'plan-net-1.1.0',
    title: 'Da Vinci PDex Plan-Net 1.1.0',
    ...planNet,
    short: true,
  },
  {
    name: 'smart-2.0-public',
    title: 'SMART App Launch 2.0, public client',
    ...smart2('public', '2'),
  },
  {
    name: 'smart-2.0-symmetric',
    title: 'SMART App Launch 2.0, confidential client with a secret; introspection',
    ...smart2('symmetric', '2'),
  },
  {
    name: 'smart-2.0-asymmetric',
    title:
      'SMART App Launch 2.0, confidential client with a key, authorize by POST; backend services',
    ...smart2('asymmetric', '2'),
  },
  { name: 'smart-1.0-public', title: 'SMART App Launch 1.0, public client', ...smart1('public') },
  {
    name: 'smart-1.0-symmetric',
    title: 'SMART App Launch 1.0, confidential client with a secret',
    ...smart1('symmetric'),
  },
  { name: 'carin-blue-button-1.1.0', title: 'CARIN Blue Button 1.1.0', ...blueButton('v110') },
  { name: 'us-core-3.1.1', title: 'US Core 3.1.1', ...usCore('v311') },
  { name: 'us-core-7.0.0', title: 'US Core 7.0.0', ...usCore('v700') },
  { name: 'pdex-2.0.0', title: 'Da Vinci PDex 2.0.0, payer server', ...pdex },
]
