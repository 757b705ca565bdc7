// Who a member is before anything is written down: name, birth date, home, numbers.
import { familyNames, givenNames } from '../codes/names.ts'
import { type Place, places } from '../codes/places.ts'
import { addDays, addYears } from '../dates.ts'
import type { Random } from '../random.ts'

/** What may be said about a person beforehand. */
export interface PersonWish {
  given: string
  family: string
  birthDate: string
  gender: 'female' | 'male'
  id?: string
}

/** What members of one family share. */
export interface Household {
  place: Place
  memberNumber: string
}

/** A person as the rest of the record needs to know them. */
export interface Person extends PersonWish {
  second: string
  /** On the card; families share it. */
  memberNumber: string
  /** One person's alone. */
  uniqueNumber: string
  place: Place
}

export interface PersonFacts {
  ages: readonly [number, number]
  /** For a baby: so many months old instead. */
  bornMonthsAgo?: number
  gender?: 'female' | 'male'
}

/** Decides who the member is; a wish settles name, birth date and gender. */
export const makePerson = (
  random: Random,
  today: string,
  facts: PersonFacts,
  wish?: PersonWish,
  household?: Household,
): Person => {
  const gender = wish?.gender ?? facts.gender ?? random.pick(['female', 'male'] as const)
  const birthDate =
    facts.bornMonthsAgo === undefined
      ? addDays(addYears(today, -random.int(...facts.ages)), -random.int(1, 360))
      : addDays(today, -30 * facts.bornMonthsAgo - random.int(1, 20))
  const invented = {
    gender,
    birthDate,
    given: random.pick(givenNames[gender]),
    family: random.pick(familyNames),
  }
  const number = random.int(100_000_000, 999_999_999)
  return {
    ...(wish ?? invented),
    second: random.pick(givenNames[gender]),
    memberNumber: household?.memberNumber ?? `M${number}`,
    uniqueNumber: String(number),
    place: household?.place ?? random.pick(places),
  }
}
