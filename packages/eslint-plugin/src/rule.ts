import type { Rule } from 'eslint'
import type { File } from './analysis/file.ts'
import { fileOf } from './analysis/file.ts'
import type { Node } from './analysis/node.ts'
import { version } from './version.ts'

/** Where the pages of the rules are: in the package of this version. */
const pages = `https://unpkg.com/@reyield/eslint-plugin@${version}/docs/rules/`

/** A rule, as its file declares it. */
export interface RuleDefinition<Message extends string> {
  readonly name: string
  /** What the rule reports, in a sentence without a period. */
  readonly description: string
  /** Whether the config `recommended` has it. `strict` has all. */
  readonly recommended: boolean
  readonly fixable?: boolean
  readonly suggests?: boolean
  /** JSON schema of its options. */
  readonly schema?: readonly object[]
  readonly messages: Readonly<Record<Message, string>>
  /** Reports what is wrong in a file that has to do with Reyield. */
  readonly check: (file: File, report: Report<Message>, context: Rule.RuleContext) => void
}

/** Reports one problem. */
export type Report<Message extends string> = (problem: {
  readonly node: Node
  readonly messageId: Message
  readonly data?: Readonly<Record<string, string>>
  readonly fix?: ((fixer: Rule.RuleFixer) => Rule.Fix | Rule.Fix[] | null) | null | undefined
  readonly suggest?: readonly {
    readonly messageId: Message
    readonly data?: Readonly<Record<string, string>>
    readonly fix: (fixer: Rule.RuleFixer) => Rule.Fix | Rule.Fix[] | null
  }[]
}) => void

/** A rule as ESLint takes it, with what this package needs to know about it. */
export interface ReyieldRule extends Rule.RuleModule {
  readonly name: string
  readonly recommended: boolean
}

/** Makes a rule. In files that have nothing to do with Reyield it listens to nothing, so it costs nothing there. */
export function rule<Message extends string>(definition: RuleDefinition<Message>): ReyieldRule {
  const { name, description, recommended, fixable, suggests, schema = [], messages, check } = definition
  return {
    name,
    recommended,
    meta: {
      type: 'problem',
      docs: { description, recommended, url: `${pages}${name}.md` },
      ...(fixable === true ? { fixable: 'code' as const } : {}),
      ...(suggests === true ? { hasSuggestions: true } : {}),
      schema: [...schema],
      messages,
    },
    create(context) {
      const file = fileOf(context)
      if (file === undefined) return {}
      return {
        Program: () =>
          check(file, problem => context.report(problem as unknown as Rule.ReportDescriptor), context),
      }
    },
  }
}
