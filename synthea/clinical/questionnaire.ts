// A questionnaire as the member answered it: PHQ-9, with a remark below one answer and the score at its end.

import { usCoreProfile } from '../../vocabulary/profiles.ts'
import { systems } from '../codes/systems.ts'
import { at } from '../dates.ts'
import { usCore } from '../profiles.ts'
import type { Json, Link } from '../record.ts'
import type { Chart, Visit } from './chart.ts'

const coding = (code: string, display: string): Json => ({ system: systems.loinc, code, display })
const notAtAll = coding('LA6568-5', 'Not at all')
const severalDays = coding('LA6569-3', 'Several days')

const questions: readonly { loinc: string; text: string; days: boolean }[] = [
  { loinc: '44250-9', text: 'Little interest or pleasure in doing things', days: true },
  { loinc: '44255-8', text: 'Feeling down, depressed or hopeless', days: false },
  { loinc: '44259-0', text: 'Trouble sleeping, or sleeping too much', days: true },
  { loinc: '44254-1', text: 'Feeling tired', days: true },
]

/** Adds the answers. */
export const addMoodAnswers = ({ record, patient, providers }: Chart, visit: Visit): Link => {
  const random = record.random.fork('questionnaire')
  return record.add('QuestionnaireResponse', usCore('questionnaireresponse'), {
    identifier: {
      system: systems.questionnaireId,
      value: `Q${random.int(10_000_000, 99_999_999)}`,
    },
    questionnaire: 'https://plan-api.example/fhir/Questionnaire/phq-9',
    _questionnaire: {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/display',
          valueString: 'Patient Health Questionnaire (PHQ-9)',
        },
        {
          url: usCoreProfile('us-core-extension-questionnaire-uri'),
          valueUri: 'https://plan-api.example/forms/phq-9',
        },
      ],
    },
    status: 'completed',
    subject: patient,
    encounter: visit.encounter,
    authored: at(visit.day, '09:05:00'),
    author: providers.practitioner(visit.template.by),
    item: [
      ...questions.map(({ loinc, text, days }, index) => ({
        linkId: `/${loinc}`,
        text,
        answer: [
          {
            valueCoding: days ? severalDays : notAtAll,
            item: index === 2 ? [remark(loinc)] : undefined,
          },
        ],
      })),
      { linkId: '/44261-6', text: 'Total score', answer: [{ valueDecimal: 3 }] },
      {
        linkId: '/practice',
        text: 'For the practice',
        item: [{ linkId: '/practice/read', text: 'Read by', answer: [{ valueString: 'Nurse' }] }],
      },
      {
        linkId: '/remark',
        text: 'Anything else?',
        answer: [{ valueString: 'Work has been busy.' }],
      },
    ],
  })
}

const remark = (question: string): Json => ({
  linkId: `/${question}/remark`,
  text: 'Anything to add?',
  answer: [{ valueString: 'Mostly on nights before work.' }],
})
