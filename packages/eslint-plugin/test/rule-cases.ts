import * as typescriptParser from '@typescript-eslint/parser'
import { RuleTester, type Linter } from 'eslint'
import * as espree from 'espree'
import { describe, expect, it } from 'vitest'
import type { ReyieldRule } from '../src/rule.ts'

RuleTester.describe = describe
RuleTester.it = it
RuleTester.itOnly = it.only

const operations =
  'activity all allSettled any cancelRequests child continueAsNew fork info isReyieldError lambda log map now patched race random retry saga ' +
  'shield sideEffect sleep startChild status timeout uuid workflow cancelExternal signalExternal'

/** Stands for the imports and declarations that a case needs: operations, the activities charge, ship and refund, the signal approved. */
export const prelude = '/* imports */\n'

/** The statements as the body of a workflow, after the prelude. */
export const inWorkflow = (body: string): string =>
  `${prelude}export const order = workflow({ name: 'order' }, async function* (input) {\n${body}\n})\n`

/** Writes the imports and declarations that the code of a case needs, and no others: it's parsed very often. */
function expanded(code: string, used: string): string {
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(used)
  const names = [
    ...(['charge', 'ship', 'refund'].some(uses) ? ['activities'] : []),
    ...(uses('approved') ? ['signal'] : []),
    ...operations.split(' ').filter(uses),
  ]
  const activities = ['charge', 'ship', 'refund'].filter(uses)
  return code.replace(
    prelude,
    `import { ${names.join(', ')} } from '@reyield/workflow'\n` +
      (activities.length > 0
        ? `const { ${activities.join(', ')} } = activities({ startToClose: '1m' })\n`
        : '') +
      (uses('approved') ? `const approved = signal('approved')\n` : ''),
  )
}

/** A text with an import is a whole file, any other the body of a workflow. */
export const whole = (code: string, used: string): string =>
  expanded(
    code.includes(prelude) || /\bimport\b.*\bfrom\b|^import '|require\(/m.test(code)
      ? code
      : inWorkflow(code),
    `${used} workflow`,
  )

/** A case that the rule reports. */
export interface Wrong {
  readonly code: string
  /** A message id, or the whole message, for each problem. */
  readonly errors: readonly string[]
  /** The code after the fixes. */
  readonly fixed?: string
  /**
   * For each problem, the code after its suggestion, with the id of its message if the rule has several of suggestions. A number says only
   * how many there are.
   */
  readonly suggested?: readonly (string | readonly [id: string, code: string] | number | undefined)[]
  readonly options?: readonly unknown[]
  readonly filename?: string
  readonly settings?: Readonly<Record<string, unknown>>
}

/** A case that the rule doesn't report. */
export type Right = string | Omit<Wrong, 'errors' | 'fixed' | 'suggested'>

/** Runs the cases of a rule by ESLint's RuleTester: all by the parser of TypeScript, and every fourth
 * of those that are JavaScript by espree as well. */
export function testRule(
  rule: ReyieldRule,
  cases: { readonly right: Readonly<Record<string, Right>>; readonly wrong: Readonly<Record<string, Wrong>> },
  languageOptions: Linter.LanguageOptions = { parser: typescriptParser },
  least = 15,
): void {
  const valid = Object.entries(cases.right).map(([name, given]) => {
    const one = typeof given === 'string' ? { code: given } : given
    return { name: `accepts ${name}`, ...common(one) }
  })
  it(`${rule.name} has at least 15 cases that it reports, and 15 that it doesn't`, () => {
    expect(Math.min(Object.keys(cases.right).length, Object.keys(cases.wrong).length)).toBeGreaterThanOrEqual(
      least,
    )
  })
  const messages = rule.meta?.messages ?? {}
  const ofSuggestions = Object.keys(messages).filter(id => /^(use|add|write)[A-Z]/.test(id))
  const invalid = Object.entries(cases.wrong).map(([name, one]) => ({
    name: `reports ${name}`,
    ...common(one),
    output: one.fixed === undefined ? null : whole(one.fixed, usedIn(one)),
    errors: one.errors.map((error, index) => {
      const suggested = one.suggested?.[index]
      const text = Object.hasOwn(messages, error) ? { messageId: error } : { message: error }
      if (suggested === undefined) return text
      if (typeof suggested === 'number') return { ...text, suggestions: suggested }
      const [id, code] = typeof suggested === 'string' ? [ofSuggestions[0]!, suggested] : suggested
      return { ...text, suggestions: [{ messageId: id, output: whole(code, usedIn(one)) }] }
    }),
  }))
  new RuleTester({ languageOptions }).run(rule.name, rule, { valid, invalid })
  const isJavaScript = ({ code, filename = 'x.js' }: { code: string; filename?: string }) =>
    filename.endsWith('.js') && parses(code)
  const some = <T>(list: readonly T[]) => list.filter((_, index) => index % 4 === 0)
  const js = { valid: some(valid.filter(isJavaScript)), invalid: some(invalid.filter(isJavaScript)) }
  if (js.valid.length + js.invalid.length > 0) new RuleTester().run(`${rule.name} (espree)`, rule, js)
}

/** All code of a case. */
const usedIn = ({ code, fixed = '', suggested = [] }: Omit<Wrong, 'errors'>) =>
  [code, fixed, ...suggested.flat()].join(' ')

function common(one: Omit<Wrong, 'errors'>) {
  const { code, options, filename, settings } = one
  return {
    code: whole(code, usedIn(one)),
    ...(options === undefined ? {} : { options: [...options] }),
    ...(filename === undefined ? {} : { filename }),
    ...(settings === undefined ? {} : { settings: { ...settings } }),
  }
}

function parses(code: string): boolean {
  try {
    espree.parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
    return true
  } catch {
    return false
  }
}
