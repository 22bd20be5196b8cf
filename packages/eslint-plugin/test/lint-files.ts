import { readFileSync } from 'node:fs'
import * as typescriptParser from '@typescript-eslint/parser'
import { Linter } from 'eslint'
import { configs } from '../src/index.ts'

/** A problem that the plugin reports: `12 no-floating-operation`. */
export interface Found {
  readonly line: number
  readonly rule: string
  readonly message: string
}

const parsers = new Map<RegExp, Linter.LanguageOptions>([
  [/\.[cm]?tsx?$/, { parser: typescriptParser }],
  [/\.[cm]?js$/, {}],
])

/** How a file is linted. */
export interface LintOptions {
  /** Default `recommended`. */
  readonly config?: Linter.Config
  readonly settings?: NonNullable<Linter.Config['settings']>
}

/** What the rules of a config report in a file, in the order of lines. Comments that disable rules have no effect. `before`: code before the file's own. */
export function lintFile(path: string, options: LintOptions & { before?: string } = {}): Found[] {
  return lintText(path, (options.before ?? '') + readFileSync(path, 'utf8'), options)
}

/** The same for another text of a file. */
export function lintText(
  path: string,
  text: string,
  { config = configs.recommended, settings = {} }: LintOptions = {},
): Found[] {
  const [, languageOptions] = [...parsers].find(([pattern]) => pattern.test(path))!
  const whole: Linter.Config[] = [
    { files: ['**/*.{ts,mts,cts,tsx,js,mjs,cjs}'], languageOptions, linterOptions: { noInlineConfig: true } },
    config,
    { settings },
  ]
  const messages = new Linter({ cwd: '/' }).verify(text, whole, { filename: path })
  return messages
    .filter(({ ruleId, fatal }) => ruleId !== null || fatal) // the others are about comments
    .map(({ line, ruleId, message }) => ({
      line,
      rule: ruleId?.replace('reyield/', '') ?? 'syntax',
      message,
    }))
}
