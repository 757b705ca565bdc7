// A table a resource type, all of one form: id, version, verbatim text, and what searches look at.
// Every R4 and Aidbox type gets its table at start: 166 empty tables cost 0.4 s once, and no request ever runs DDL.
import { patientCompartment } from '../../vocabulary/compartment.ts'
import { directoryProfiles } from '../../vocabulary/profiles.ts'
import { aidboxTypes, fhirTypes, isResourceType } from '../../vocabulary/resource-types.ts'
import { searchParameters } from '../../vocabulary/search-parameters.ts'

export const storedTypes: readonly string[] = [...fhirTypes, ...aidboxTypes]

/** The date that lists of a type are usually cut and sorted by; it gets an index behind the patient. */
const mainDates: Record<string, string> = {
  AuditEvent: 'date',
  CarePlan: 'date',
  Claim: 'created',
  Communication: 'sent',
  Condition: 'recorded-date',
  DiagnosticReport: 'date',
  DocumentReference: 'date',
  Encounter: 'date',
  ExplanationOfBenefit: 'created',
  Immunization: 'date',
  MedicationRequest: 'authoredon',
  Observation: 'date',
  Procedure: 'date',
  Provenance: 'recorded',
  QuestionnaireResponse: 'authored',
  ServiceRequest: 'authored',
  Task: 'authored-on',
}

/** The quoted name of a type's table; a name that is no type never reaches SQL. */
export const tableOf = (type: string): string => {
  if (!isResourceType(type)) throw new Error(`${type} has no table`)
  return `"${type}"`
}

/** Date parameters of a type, each with three columns. */
export const dateParameters = (type: string): string[] =>
  Object.entries(searchParameters[type]?.parameters ?? {})
    .filter(([, { kind }]) => kind === 'date')
    .map(([name]) => name)

/** Earliest start, latest end, and where there are several values all of them as start, end, start, end, … */
export const dateColumns = (parameter: string) => ({
  lo: `"${parameter}:lo"`,
  hi: `"${parameter}:hi"`,
  all: `"${parameter}:all"`,
})

/** True when rows of the type can belong to one patient by an element of their own. */
export const hasOwner = (type: string): boolean => {
  const rule = patientCompartment[type]?.rule
  return rule === 'member-owned' || rule === 'member-owned-outside-compartment' || rule === 'self'
}

/**
 * Pending lists make searches pay for writes; without them both stay even. AuditEvents are written with every
 * request, name everything that was read, and are hardly ever searched: they may gather.
 */
const writtenMost: ReadonlySet<string> = new Set(['AuditEvent'])

/** Statements that bring a type's table to its present form, from nothing or from any earlier one. */
export const tableStatements = (type: string): string[] => {
  const table = tableOf(type)
  const index = (name: string, on: string) =>
    `create index if not exists "${type}:${name}" on ${table} ${on}`
  const main = mainDates[type]
  const lo = main === undefined ? undefined : dateColumns(main).lo
  return [
    `create table if not exists ${table} (
      id text collate "C" primary key,
      version bigint not null,
      updated bigint not null,
      patient text collate "C",
      sensitive boolean not null,
      directory boolean not null,
      keys text[] collate "C" not null,
      texts text[] collate "C" not null,
      refs text[] collate "C" not null,
      body text not null)`,
    ...dateParameters(type).flatMap(parameter => {
      const columns = dateColumns(parameter)
      return [
        `alter table ${table} add column if not exists ${columns.lo} bigint`,
        `alter table ${table} add column if not exists ${columns.hi} bigint`,
        `alter table ${table} add column if not exists ${columns.all} bigint[]`,
      ]
    }),
    `alter table ${table} add column if not exists posted boolean not null default false`,
    // a search is planned with its values, and planning reads these; long lists of frequent keys double its time
    `alter table ${table} alter column keys set statistics 10, alter column texts set statistics 0, alter column refs set statistics 0`,
    ...(hasOwner(type) ? [index('patient', '(patient, id)')] : []),
    ...(hasOwner(type) && lo
      ? [index('patient-date', `(patient, ${lo} desc nulls last, id)`)]
      : []),
    ...(!hasOwner(type) && lo ? [index('date', `(${lo} desc nulls last, id)`)] : []),
    ...(searchParameters[type]
      ? [
          index(
            'keys',
            `using gin (keys) with (fastupdate = ${writtenMost.has(type) ? 'on' : 'off'})`,
          ),
        ]
      : []),
    ...(directoryProfiles[type] ? [index('directory', '(id) where directory')] : []),
    ...(aidboxTypes.some(own => own === type) ? [index('version', '(version)')] : []),
  ]
}
