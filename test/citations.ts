import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Where something is cited: a file, and what it cites. */
export interface Citation {
  readonly file: string
  readonly cited: string
}

/** Ids of rules begin with one of these letters. Others, as in V8, are ids only where the word "rule" precedes them. */
export const groups = 'BCEHLMPSW'

/** A single id, or a range of them: H4, C7-C10. */
const id = String.raw`[A-Z]\d{1,2}(?:(?:-| to )[A-Z]\d{1,2})?`
const inProse = new RegExp(String.raw`(?<![\w.~#$/-])(rules? |Amazon )?(${id})(?![\w/-]|\.\w)`, 'g')
/** A test's name cites in brackets at any place, `does so (C7, L2)`, or before a colon at its begin, `C7: does so`. */
const inName = new RegExp(String.raw`\((?:rules? )?(${id}(?:, ${id})*)\)|^(${id}): `, 'g')

/**
 * The ids of rules that a text cites. Prose, that is comments and pages without their code, cites by naming an id anywhere. Strings
 * are data, as 'E1' may be; they cite only in the ways of a test's name.
 */
export function rulesIn(file: string, text: string): string[] {
  const { prose, strings } = partsOf(file, text)
  const names = strings.flatMap(string => [...string.matchAll(inName)].map(([found]) => found))
  return [...[...prose].flatMap(citedIn), ...names.flatMap(citedIn)]
}

const citedIn = (text: string) =>
  [...text.matchAll(inProse)].flatMap(([, word, found]) => {
    if (word === 'Amazon ' || (word === undefined && !groups.includes(found![0]!))) return []
    return expanded(found!)
  })

/** C7-C10 is C7, C8, C9, C10. */
function expanded(range: string): string[] {
  const [first, last = first] = range.split(/-| to /)
  const [from, to] = [first!, last!].map(one => Number(one.slice(1)))
  return Array.from({ length: to! - from! + 1 }, (_, at) => first![0]! + (from! + at))
}

/** The sections of swf-semantics.md that a text cites: `swf-semantics.md §3.1, §4 and §6.2`; in that page itself each `§`. */
export function sectionsIn(file: string, text: string): string[] {
  const { prose } = partsOf(file, text)
  return prose.flatMap(part => [...part.matchAll(/§\s?(\d+(?:\.\d+)?)/g)].map(([, section]) => section!))
}

/** Each `§` in a text that doesn't say of which page it is. */
export function sectionsWithoutPage(file: string, text: string): string[] {
  const cited = /swf-semantics\.md §\d+(?:\.\d+)?(?:(?:, | and |, and )§\d+(?:\.\d+)?)*/g
  return partsOf(file, text).prose.flatMap(part => part.replaceAll(cited, '').match(/§.{0,20}/g) ?? [])
}

/** The headings of replay-rules.md that a text cites by their words. */
export const headingsIn = (file: string, text: string): string[] =>
  partsOf(file, text).prose.flatMap(part =>
    [...part.matchAll(/replay-rules\.md, "([^"]+)"/g)].map(([, heading]) => heading!),
  )

interface Parts {
  readonly prose: readonly string[]
  readonly strings: readonly string[]
}

const known = new Map<string, Parts>()

function partsOf(file: string, text: string): Parts {
  const parts = known.get(text) ?? (file.endsWith('.md') ? partsOfPage(text) : partsOfSource(text))
  known.set(text, parts)
  return parts
}

const partsOfPage = (text: string): Parts => ({
  prose: [
    text
      .replaceAll(/^```[\s\S]*?^```/gm, '')
      .replaceAll(/`swf-semantics\.md §[^`]*`/g, '')
      .replaceAll(/`[^`]*`/g, ''),
  ],
  strings: [],
})

/** Comments and strings, by TypeScript's scanner. It doesn't know by itself where a regular expression or a template goes on. */
function partsOfSource(text: string): Parts {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text)
  const prose: string[] = []
  const strings: string[] = []
  const open: ts.SyntaxKind[] = []
  let before: ts.SyntaxKind = ts.SyntaxKind.Unknown
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (slashes.has(token) && !endsOperand(before)) token = scanner.reScanSlashToken()
    if (token === ts.SyntaxKind.CloseBraceToken && open.pop() === ts.SyntaxKind.TemplateHead) {
      token = scanner.reScanTemplateToken(false)
      if (token === ts.SyntaxKind.TemplateMiddle) open.push(ts.SyntaxKind.TemplateHead)
    } else if (token === ts.SyntaxKind.OpenBraceToken || token === ts.SyntaxKind.TemplateHead)
      open.push(token)
    if (comments.has(token)) prose.push(scanner.getTokenText())
    else if (ts.isStringLiteralLike({ kind: token } as ts.Node)) strings.push(scanner.getTokenValue())
    if (token > ts.SyntaxKind.LastTriviaToken) before = token
  }
  return { prose, strings }
}

const comments = new Set([ts.SyntaxKind.SingleLineCommentTrivia, ts.SyntaxKind.MultiLineCommentTrivia])
const slashes = new Set([ts.SyntaxKind.SlashToken, ts.SyntaxKind.SlashEqualsToken])

/** After an operand a slash divides; elsewhere a regular expression begins. */
const endsOperand = (token: ts.SyntaxKind) =>
  token === ts.SyntaxKind.Identifier ||
  token === ts.SyntaxKind.CloseParenToken ||
  token === ts.SyntaxKind.CloseBracketToken ||
  token === ts.SyntaxKind.CloseBraceToken ||
  (token >= ts.SyntaxKind.FirstLiteralToken && token <= ts.SyntaxKind.LastTemplateToken)

/** The files below a folder of this repository that people write, with their texts. */
export function filesBelow(root: string, folder: string, ending: RegExp): [string, string][] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return made.has(entry.name) ? [] : filesBelow(root, path, ending)
    return ending.test(entry.name) ? [[path, readFileSync(join(root, path), 'utf8')]] : []
  })
}

/** Folders that contain what is made or installed. */
const made = new Set(['node_modules', 'dist', '.git', 'api', 'generated', 'coverage'])
