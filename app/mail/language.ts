// In which language a person is written to: what their account says, else their record, else the browser they ask with.
import type { Resource, User } from '../../vocabulary/aidbox.ts'
import { isRecord, listAt, textAt } from '../json.ts'
import type { Language } from './outbox.ts'

/** A BCP 47 tag (`es-MX`) as one of the languages that mails have. */
const spoken = (tag: string | undefined): Language | undefined => {
  const [base] = (tag ?? '').toLowerCase().split('-')
  return base === 'en' || base === 'es' ? base : undefined
}

/** The language of an account (`User.preferredLanguage`), if it names one of ours. */
export const languageOfUser = (
  user: Pick<User, 'preferredLanguage'> | undefined,
): Language | undefined => spoken(user?.preferredLanguage)

/** The language a Patient is spoken to in: the preferred one, else the first. */
export const languageOfPatient = (patient: Resource): Language | undefined => {
  const all = listAt(patient, 'communication').filter(isRecord)
  const written = all.find(({ preferred }) => preferred === true) ?? all[0]
  return listAt(written?.language, 'coding')
    .map(coding => spoken(textAt(coding, 'code')))
    .find(found => found !== undefined)
}

/** The first language of an `Accept-Language` header that mails have, in the order of its weights. */
export const languageOfBrowser = (header: string | undefined): Language | undefined =>
  (header ?? '')
    .slice(0, 200)
    .split(',')
    .map(part => {
      const [tag, ...parameters] = part.trim().split(';')
      const weight = parameters
        .map(text => /^\s*q=([01](?:\.\d{1,3})?)$/.exec(text)?.[1])
        .find(Boolean)
      return { language: spoken(tag), weight: Number(weight ?? 1) }
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, other) => other.weight - one.weight)[0]?.language
