import type * as ES from 'estree'
import { createRequire } from 'node:module'

/** Reads the text of a file as a syntax tree. */
export type Parse = (path: string, text: string) => ES.Program | undefined

/** The part of ESLint's `context.languageOptions` that says how a file is parsed. */
export interface LanguageOptions {
  readonly parser?: unknown
  readonly parserOptions?: unknown
  readonly ecmaVersion?: unknown
}

interface ParserObject {
  readonly parseForESLint?: (text: string, options: object) => { readonly ast: ES.Program }
  readonly parse?: (text: string, options: object) => ES.Program
}

interface OxcParser {
  readonly parseSync: (
    path: string,
    text: string,
    options: object,
  ) => { readonly program: ES.Program; readonly errors: readonly unknown[] }
}

const parses = new WeakMap<object, Map<string, Parse>>()

/**
 * The parser of a file, for the files that it imports. It reads syntax alone: options that make typescript-eslint read types are left out.
 * Oxlint doesn't lend its parser to plugins, so under oxlint it's `oxc-parser` or `@typescript-eslint/parser`, if the project has one.
 */
export function parserOf({ parser, parserOptions, ecmaVersion }: LanguageOptions, from: string): Parse {
  const given = typeof parser === 'object' && parser !== null ? parser : nothing
  const syntax = syntaxOptions(parserOptions)
  const key = JSON.stringify([ecmaVersion, syntax])
  const known = parses.get(given) ?? new Map<string, Parse>()
  parses.set(given, known)
  let parse = known.get(key)
  if (parse === undefined) {
    parse =
      (given as { name?: unknown }).name === 'oxlint' || given === nothing
        ? installedParser(from)
        : parseBy(given, { ecmaVersion: ecmaVersion ?? 'latest', ...syntax })
    known.set(key, parse)
  }
  return parse
}

const nothing = {}

/** The options of a parser that concern syntax. The others name files or programs of types, which would be loaded for every import. */
function syntaxOptions(parserOptions: unknown): object {
  const { ecmaFeatures, experimentalDecorators } = (parserOptions ?? {}) as Record<string, unknown>
  return {
    ...(ecmaFeatures ? { ecmaFeatures } : {}),
    ...(experimentalDecorators ? { experimentalDecorators } : {}),
  }
}

function parseBy(parser: ParserObject, options: object): Parse {
  return (path, text) => {
    for (const sourceType of /\.c[jt]s$/.test(path) ? ['script'] : ['module', 'script']) {
      const all = {
        ...options,
        sourceType,
        filePath: path,
        range: true,
        loc: true,
        comment: false,
        tokens: false,
      }
      try {
        return parser.parseForESLint?.(text, all).ast ?? parser.parse?.(text, all)
      } catch {
        // not the syntax of this parser
      }
    }
    return undefined
  }
}

function installedParser(from: string): Parse {
  for (const name of ['oxc-parser', '@typescript-eslint/parser'])
    for (const place of [from, `${process.cwd()}/x.js`]) {
      try {
        const parser: unknown = createRequire(place)(name)
        return name === 'oxc-parser' ? parseByOxc(parser as OxcParser) : parseBy(parser as ParserObject, {})
      } catch {
        // not installed there
      }
    }
  return () => undefined
}

function parseByOxc({ parseSync }: OxcParser): Parse {
  return (path, text) => {
    const { program, errors } = parseSync(path, text, { range: true, preserveParens: false })
    return errors.length > 0 && program.body.length === 0 ? undefined : program
  }
}
