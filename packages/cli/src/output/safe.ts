/**
 * Characters that a terminal obeys, or that change how text is read: control characters, those that change the direction
 * of text, separators of lines and paragraphs, invisible ones (zero width space, word joiner, byte order mark, tags), and halves of
 * surrogate pairs.
 */
const dangerous =
  // eslint-disable-next-line no-control-regex -- it's what the function is for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\p{Cs}]/gu

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' }

/** Text in which nothing is left that a terminal obeys. Dangerous characters are shown as escape sequences of JavaScript. */
export const safe = (text: string): string => text.replaceAll(dangerous, escaped)

/** JSON without the same characters: they are escaped as JSON allows. */
export const safeJson = (json: string): string =>
  json.replaceAll(dangerous, character => (character === '\n' ? character : escapedInJson(character)))

function escaped(character: string): string {
  const code = character.codePointAt(0)!
  if (code < 0x100) return short[character] ?? `\\x${hex(code, 2)}`
  return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`
}

const escapedInJson = (character: string) =>
  [...Array(character.length).keys()].map(i => `\\u${hex(character.charCodeAt(i), 4)}`).join('')

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')
