/** The characters that may replace a character: how many there are, and the one of a number. */
interface Alphabet {
  readonly size: number
  readonly at: (index: number) => string
}

const of = (characters: string): Alphabet => ({
  size: characters.length,
  at: index => characters[index]!,
})

const range = (first: number, size: number): Alphabet => ({
  size,
  at: index => String.fromCodePoint(first + index),
})

const digits = of('0123456789')
const nonZero = of('123456789')
const zero = of('0')
const letters = of('abcdefghijklmnopqrstuvwxyz')
const hexLetters = of('abcdef')
/** Latin letters beyond ASCII whose capital is one character. */
const foreign = of('àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ')
/** For capitals that have no small letter of their own. */
const foreignCapitals = range(0x410, 32)

/** Alphabets of characters beyond ASCII. Characters beyond 16 bits stay so, so that the length stays the same. */
function beyondAscii(character: string): Alphabet {
  const isLong = character.length > 1
  if (/\p{M}/u.test(character)) return isLong ? range(0x1d165, 2) : range(0x300, 16)
  if (/\p{N}/u.test(character)) return isLong ? range(0x1d7ce, 10) : range(0x660, 10)
  if (/\p{Ll}/u.test(character)) return isLong ? range(0x10428, 40) : foreign
  if (/[\p{Lu}\p{Lt}]/u.test(character)) return isLong ? range(0x10400, 40) : foreignCapitals
  return isLong ? range(0x20000, 40_000) : range(0x4e00, 20_000)
}

/** The alphabets of the characters of a word in lower case. A number keeps its leading zero, a hexadecimal one is hexadecimal. */
export function alphabetsOf(word: string): Alphabet[] {
  const isNumber = /^\d+$/.test(word)
  const isHex = /^(?=.*\d)(?=.*[a-f])[\da-f]{8,}$/.test(word)
  return [...word].map((character, index) => {
    if (isNumber && index === 0) return character === '0' ? zero : nonZero
    if (character >= '0' && character <= '9') return digits
    if (character >= 'a' && character <= 'z') return isHex ? hexLetters : letters
    return beyondAscii(character)
  })
}

/** The alphabets of a UUID in lower case. Hyphens, the version and the variant stay. */
export const alphabetsOfUuid = (uuid: string): Alphabet[] =>
  [...uuid].map((character, index) => {
    if (character === '-' || index === 14) return of(character)
    if (index === 19 && /[89]/.test(character)) return of('89')
    if (index === 19 && /[ab]/.test(character)) return of('ab')
    return /\d/.test(character) ? digits : hexLetters
  })

/** The alphabets of an ISO date, whose year and zone stay: a time from 10:00 on, on a day from 10 to 19 of a month from January to September. */
export const alphabetsOfDate = (date: string): Alphabet[] =>
  [
    ...date.replace(
      /^(\d{4})-\d\d-\d\d(T)?(?:\d\d:\d\d)?(:\d\d)?(\.\d+)?/,
      (_, year: string, time: string = '', seconds: string = '', fraction: string = '') =>
        `${year}-0n-1d${time && 'T1d:sd'}${seconds && ':sd'}${fraction.replaceAll(/\d/g, 'd')}`,
    ),
  ].map(form => ofForm[form] ?? of(form))

const ofForm: Readonly<Record<string, Alphabet>> = { n: nonZero, d: digits, s: of('012345') }
