/** Control characters, invisible ones, and those that change the direction of text: a terminal must not obey names of files. */
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** The text with those characters as escape sequences of JavaScript. */
export const safe = (text: string): string =>
  text.replaceAll(dangerous, character => `\\u{${character.codePointAt(0)!.toString(16)}}`)
