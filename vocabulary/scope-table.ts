// The scopes this product supports, in one table: anything not in it is dropped from every grant.
// Seed 003's list, and what C4BB, US Core and SMART need beyond it; the Patient Access API is read-only.

export interface ScopeFact {
  /** What a member reads on the consent page. */
  en: string
  es: string
  /** Whether C4BB asks for it as `user/` too; it then gives exactly what `patient/` gives. */
  user: boolean
  /** Search parameters a v2 scope of this type may carry after `?`. */
  queries: readonly string[]
}

const fact = (
  en: string,
  es: string,
  user = false,
  queries: readonly string[] = [],
): ScopeFact => ({
  en,
  es,
  user,
  queries,
})

/** Resource type → what its scope means. Order is the order a member reads them in. */
export const scopeTable: Record<string, ScopeFact> = {
  Patient: fact(
    'Your name, birth date, address and contact details',
    'Su nombre, fecha de nacimiento, dirección y datos de contacto',
    true,
  ),
  Coverage: fact('Your insurance coverage', 'Su cobertura de seguro', true),
  ExplanationOfBenefit: fact(
    'Your claims, what was billed and what you owe',
    'Sus reclamaciones, lo facturado y lo que usted debe',
    true,
  ),
  Condition: fact(
    'Your health conditions and diagnoses',
    'Sus enfermedades y diagnósticos',
    false,
    ['category'],
  ),
  AllergyIntolerance: fact('Your allergies', 'Sus alergias'),
  MedicationRequest: fact('Medicines prescribed for you', 'Medicamentos que le recetaron'),
  MedicationDispense: fact(
    'Medicines a pharmacy gave you',
    'Medicamentos que le entregó la farmacia',
  ),
  MedicationStatement: fact('Medicines you said you take', 'Medicamentos que usted dijo tomar'),
  Medication: fact('Details of your medicines', 'Detalles de sus medicamentos'),
  Immunization: fact('Your vaccinations', 'Sus vacunas'),
  Observation: fact(
    'Your test results, vital signs and answers to health questions',
    'Sus resultados, signos vitales y respuestas sobre su salud',
    false,
    ['category'],
  ),
  DiagnosticReport: fact(
    'Your laboratory and imaging reports',
    'Sus informes de laboratorio e imágenes',
    false,
    ['category'],
  ),
  Specimen: fact('Samples taken for your tests', 'Muestras tomadas para sus pruebas'),
  Media: fact('Pictures in your record', 'Imágenes de su historial'),
  Procedure: fact('Procedures and operations you had', 'Procedimientos y operaciones que tuvo'),
  ServiceRequest: fact(
    'Tests and services ordered for you',
    'Pruebas y servicios pedidos para usted',
    false,
    ['category'],
  ),
  Encounter: fact('Your visits and hospital stays', 'Sus consultas y hospitalizaciones'),
  DocumentReference: fact(
    'Notes and documents about your care',
    'Notas y documentos sobre su atención',
    false,
    ['category'],
  ),
  CarePlan: fact('Your care plans', 'Sus planes de atención'),
  CareTeam: fact('The people who care for you', 'Las personas que le atienden'),
  Goal: fact('Your health goals', 'Sus metas de salud'),
  Device: fact('Your implants and medical devices', 'Sus implantes y dispositivos médicos'),
  QuestionnaireResponse: fact('Questionnaires you answered', 'Cuestionarios que respondió'),
  RelatedPerson: fact(
    'Your family members and helpers on record',
    'Familiares y cuidadores registrados',
  ),
  Provenance: fact('Where your records come from', 'De dónde vienen sus registros'),
  Practitioner: fact(
    'The doctors and other professionals in your record',
    'Los profesionales en su historial',
    true,
  ),
  PractitionerRole: fact(
    'Where and as what those professionals work',
    'Dónde y como qué trabajan esos profesionales',
  ),
  Organization: fact(
    'The hospitals, pharmacies and plans in your record',
    'Los hospitales, farmacias y planes en su historial',
    true,
  ),
  Location: fact('The places where you were cared for', 'Los lugares donde le atendieron'),
  Endpoint: fact(
    'Technical addresses of those organizations',
    'Direcciones técnicas de esas organizaciones',
  ),
}

/** Scopes that are single words, and what a member reads. */
export const scopeWordTable: Record<string, { en: string; es: string }> = {
  openid: { en: 'Know who you are when you sign in', es: 'Saber quién es usted al entrar' },
  fhirUser: {
    en: 'Know which person record is yours',
    es: 'Saber cuál registro de persona es suyo',
  },
  profile: { en: 'Know your name', es: 'Saber su nombre' },
  email: { en: 'Know your e-mail address', es: 'Saber su correo electrónico' },
  offline_access: {
    en: 'Read also when you are not using the app',
    es: 'Leer también cuando usted no usa la aplicación',
  },
  online_access: {
    en: 'Stay connected while you are signed in',
    es: 'Seguir conectada mientras usted tiene la sesión abierta',
  },
  launch: {
    en: 'Start with the record you opened it from',
    es: 'Comenzar con el historial desde el que se abrió',
  },
  'launch/patient': { en: 'Ask whose record to show', es: 'Preguntar qué historial mostrar' },
}

/** Every scope that can be granted to a smart app, v1 and v2, in the table's order. */
export const supportedScopes: readonly string[] = [
  ...Object.keys(scopeWordTable),
  ...Object.entries(scopeTable).flatMap(([type, { user }]) => [
    `patient/${type}.read`,
    `patient/${type}.rs`,
    ...(user ? [`user/${type}.read`, `user/${type}.rs`] : []),
  ]),
]
