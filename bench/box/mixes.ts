// What is measured, as whom, and what issue 3 wants of it: shares of the floor's throughput at eight callers.

export interface Mix {
  name: string
  /** The mix of the definition. */
  mix: string
  what: string
  /** `member`: one member's token a round; `members`: many tokens in turn; `anybody`: no credentials; `root`: Basic. */
  as: 'member' | 'members' | 'anybody' | 'root'
  must: number
  aim: number
  /** A patient's own data: its cost must not grow with the number of members. */
  ofPatient?: boolean
}

export const mixes: readonly Mix[] = [
  {
    ...{ name: 'a', mix: 'ap', what: 'read an EOB by id', as: 'members' },
    ...{ must: 0.33, aim: 0.6, ofPatient: true },
  },
  {
    ...{ name: 'b', mix: 'bp', what: 'EOBs of the patient, `_count=50`', as: 'members' },
    ...{ must: 0.5, aim: 0.8, ofPatient: true },
  },
  {
    ...{ name: 'c', mix: 'c', what: 'EOBs of the patient by date, sorted', as: 'member' },
    ...{ must: 0.4, aim: 0.7, ofPatient: true },
  },
  {
    ...{ name: 'd', mix: 'd', what: 'Observations by category and code', as: 'member' },
    ...{ must: 0.33, aim: 0.6, ofPatient: true },
  },
  {
    ...{ name: 'e', mix: 'e', what: 'PractitionerRole by specialty, two includes', as: 'anybody' },
    ...{ must: 0.33, aim: 0.6 },
  },
  {
    ...{ name: 'f1', mix: 'f1', what: 'PractitionerRole by postal code (chain)', as: 'anybody' },
    ...{ must: 0.33, aim: 0.6 },
  },
  {
    ...{ name: 'f2', mix: 'f2', what: 'Organization by name', as: 'anybody' },
    ...{ must: 0.33, aim: 0.6 },
  },
  {
    ...{ name: 'g', mix: 'g', what: 'transaction of 100 creates', as: 'root' },
    ...{ must: 0.25, aim: 0.5 },
  },
  {
    ...{ name: 'h', mix: 'h', what: 'single create', as: 'root' },
    ...{ must: 0.25, aim: 0.5 },
  },
  {
    ...{ name: 'i', mix: 'i', what: '`Patient/$everything`', as: 'member' },
    ...{ must: 0.4, aim: 0.7, ofPatient: true },
  },
  ...(['a', 'b', 'c', 'd', 'i', 'e', 'f1'] as const).map(
    (mix): Mix => ({
      name: `${mix}-root`,
      mix,
      what: `${mix} by Basic as root`,
      as: 'root',
      must: mix === 'b' ? 0.5 : mix === 'c' || mix === 'i' ? 0.4 : 0.33,
      aim: mix === 'b' ? 0.8 : mix === 'c' || mix === 'i' ? 0.7 : 0.6,
    }),
  ),
]

/** What is measured when nothing else is said. */
export const usual = ['a', 'b', 'c', 'd', 'e', 'f1', 'f2', 'g', 'h', 'i']
