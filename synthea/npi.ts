// National Provider Identifiers that no one can hold: right check digit, leading 9 (issued ones begin with 1 or 2).

/** The Luhn check digit over 80840 + nine digits, as CMS defines it for NPIs. */
const checkDigit = (nine: string): number => {
  const digits = [...`80840${nine}`].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 0 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return (10 - (sum % 10)) % 10
}

/** `npi(1)` → 9990000017. Numbers up to 999999. */
export const npi = (number: number): string => {
  const nine = `999${String(number).padStart(6, '0')}`
  return `${nine}${checkDigit(nine)}`
}

/** True for ten digits whose last is the right check digit. */
export const isNpi = (text: string): boolean =>
  /^\d{10}$/.test(text) && checkDigit(text.slice(0, 9)) === Number(text.slice(9))
