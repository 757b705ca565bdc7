// What the HL7 validation service calls a fault, where a kit waits for its very words.

/** Titles of value sets as that service writes them. */
const titles: Readonly<Record<string, string>> = {
  'http://hl7.org/fhir/ValueSet/ucum-vitals-common': 'Vital Signs Units',
}

/** US Core 3.1.1 fixes a unit that its own binding forbids; its kit knows that and passes over it, told in these words. */
export const inHl7sWords = (text: string): string =>
  text.replace(
    /(\S+#\S+) is not in the value set ([^\s|]+)(\|\S+?)?\.?$/,
    (whole, code: string, set: string, version = '') =>
      titles[set]
        ? `The code provided (${code}) was not found in the value set '${titles[set]}' (${set}${version})`
        : whole,
  )
