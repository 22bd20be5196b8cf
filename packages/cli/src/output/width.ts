/** Characters that terminals show two columns wide: those of East Asian scripts, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** Characters that take no column of their own. */
const zero = /\p{Mn}|\p{Me}|\u{200c}|\u{200d}/u

const narrow = /^[\u0020-\u02ff]*$/

/** How many columns text takes in a terminal. The text has no control characters. */
export function columnsOf(text: string): number {
  if (narrow.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOfCharacter(character)
  return columns
}

/** How many columns a character takes: 0, 1 or 2. */
export const columnsOfCharacter = (character: string): number =>
  zero.test(character) ? 0 : wide.test(character) ? 2 : 1
