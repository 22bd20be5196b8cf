import type { Vocabulary } from './vocabulary.ts'

/** What can begin in code: a comment, a string, a template, a regular expression, a name, a number, or a character. */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<string>'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")|(?<template>`)|(?<regexp>\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*)|(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)|\d[\w.]*|(?<other>[\s\S])/uy

/** The part of a template up to its end or to an expression. */
const piece = /(?<text>(?:[^`\\$]|\\[\s\S]?|\$(?!\{))*)(?<end>`|\$\{|$)/y

/** After these names a `/` begins a regular expression. */
const keywords = new Set(['return', 'typeof', 'case', 'in', 'of', 'yield', 'await', 'else', 'do', 'void'])

/**
 * The string literals, names and pieces of templates and regular expressions of JavaScript or TypeScript, without its comments. It doesn't
 * parse the code: if it takes a division for a regular expression, a few literals are missed, and nothing is found that isn't there.
 */
export function vocabularyIn(source: string): Vocabulary {
  const texts = new Set<string>()
  const words = new Set<string>()
  /** For each `${` that is open: how many braces are open in it. */
  const braces: number[] = []
  let endsValue = false
  const literal = (text: string) => {
    texts.add(text)
    for (const word of wordsOf(text)) words.add(word)
  }
  const template = (from: number): number => {
    piece.lastIndex = from
    const { text, end } = piece.exec(source)!.groups!
    literal(unescaped(text!))
    if (end === '${') braces.push(0)
    else endsValue = true
    return piece.lastIndex
  }
  for (let at = 0; at < source.length; at = token.lastIndex) {
    token.lastIndex = at
    const { string, template: tick, regexp, name, other } = token.exec(source)!.groups!
    if (regexp !== undefined && endsValue) {
      token.lastIndex = at + 1 // a division
      endsValue = false
    } else if (string !== undefined) {
      literal(unescaped(string.slice(1, -1)))
      endsValue = true
    } else if (tick !== undefined) {
      token.lastIndex = template(token.lastIndex)
    } else if (regexp !== undefined) {
      for (const [word] of regexp.replaceAll(/\\(?:[pP]\{[^}]*\}|.)/g, ' ').matchAll(/\p{L}{2,}/gu)) {
        words.add(word)
      }
      endsValue = true
    } else if (name !== undefined) {
      texts.add(name)
      endsValue = !keywords.has(name)
    } else if (other === '}' && braces.at(-1) === 0) {
      braces.pop()
      token.lastIndex = template(token.lastIndex)
    } else if (other !== undefined && other.trim() !== '') {
      if (braces.length > 0 && other === '{') braces[braces.length - 1]!++
      if (braces.length > 0 && other === '}') braces[braces.length - 1]!--
      endsValue = other === ')' || other === ']' || other === '}'
    }
  }
  return { texts, words }
}

/**
 * The words of a literal that may be a part of an id: `order` of `order-`, `line` and `item` of `line-item-`. A text with spaces is a
 * sentence. Its words are too common: `Mark as paid` would keep the name Mark.
 */
const wordsOf = (text: string): string[] =>
  /\s/.test(text.trim()) ? [] : [...text.matchAll(/\p{L}[\p{L}\p{M}\p{N}]+/gu)].map(([word]) => word)

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
}

const unescaped = (text: string): string =>
  text.replaceAll(
    /\\(?:u\{([\dA-Fa-f]{1,6})\}|u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|(\r?\n)|([\s\S]))/g,
    (_, braced?: string, four?: string, two?: string, line?: string, one?: string) => {
      const code = braced ?? four ?? two
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
      return line !== undefined ? '' : (escapes[one!] ?? one!)
    },
  )
