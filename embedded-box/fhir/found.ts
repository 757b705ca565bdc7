// One row that a search or an include has found, and the references that includes follow from it.
import { type Parameter, parameterOf } from './parameters.ts'
import type { Inclusion } from './search-controls.ts'

export interface Found {
  type: string
  id: string
  body: string
  patient: string | null
  /** `name=Type/id`, one a line, where includes follow its references. */
  links: string
}

/** Where links are read: a row's references by element, or, for paths that are more than elements, its search keys. */
export interface Links {
  column: 'refs' | 'keys'
  /** What a link of a parameter begins with. */
  begins(parameter: Parameter): readonly string[]
}

/** How the links of these inclusions are read; undefined when none of them leads forward. */
export const linksFor = (inclusions: readonly Inclusion[]): Links | undefined => {
  const forward = inclusions.filter(({ reverse }) => !reverse)
  if (forward.length === 0) return undefined
  const simple = forward.every(({ source, parameters }) =>
    parameters.every(name => parameterOf(source, name)?.elements),
  )
  return simple
    ? { column: 'refs', begins: ({ elements = [] }) => elements.map(element => `${element}=`) }
    : { column: 'keys', begins: ({ name }) => [`${name}=`] }
}

/** SQL of `links`; an array would be taken apart again by the driver, slowly. */
export const linksColumn = ({ column }: Links): string =>
  `array_to_string(t.${column}, E'\\n') as links`
