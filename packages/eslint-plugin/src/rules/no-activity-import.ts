import { dirname, resolve } from 'node:path'
import type { Rule } from 'eslint'
import type * as ES from 'estree'
import { activityModulesOf, type File } from '../analysis/file.ts'
import { takesActivities } from '../analysis/activity-code.ts'
import { isRelative, resolveRelative } from '../analysis/files.ts'
import { matchesGlob } from '../analysis/glob.ts'
import { isTypeOnly, type Binding } from '../analysis/scopes.ts'
import { rule } from '../rule.ts'

/** Imports that load the code of activities into the decider. */
export const noActivityImport = rule<'import' | 'javascript' | 'used'>({
  name: 'no-activity-import',
  description: 'A module with workflows imports the code of activities',
  recommended: true,
  fixable: true,
  schema: [
    {
      type: 'object',
      properties: { modules: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  messages: {
    import: "'{{source}}' has activities. A workflow needs their types only: write import type.",
    javascript:
      "'{{source}}' has activities. A workflow calls them by activities(…), and doesn't need their code.",
    used: "'{{source}}' has activities, and a workflow uses '{{name}}' of it. Call activities by activities<typeof module>(…), and keep what both need in a module of its own.",
  },
  check(file, report, context) {
    if (file.workflow.replayed.size === 0) return
    const { modules = activityModulesOf(context) } = (context.options[0] ?? {}) as {
      modules?: readonly string[]
    }
    // a program of one file gives them to a worker or a test: then only workflow code may not use them
    const takes = file.module.scopes.calls.some(call => takesActivities(call, file.module, file.values))
    for (const statement of file.module.program.body) {
      if (statement.type !== 'ImportDeclaration' || isTypeOnly(statement)) continue
      const source = String(statement.source.value)
      const path = isRelative(source)
        ? (resolveRelative(file.module.path, source) ?? resolve(dirname(file.module.path), source))
        : source
      if (!modules.some(glob => matchesGlob(path, glob))) continue
      const bindings = bindingsOf(statement, file)
      const used = bindings.find(({ reads }) => reads.some(one => file.workflow.ownerOf(one) !== undefined))
      if (used !== undefined)
        report({ node: statement, messageId: 'used', data: { source, name: used.name } })
      else if (!takes) {
        report({
          node: statement,
          messageId: isTypeScript(context) ? 'import' : 'javascript',
          data: { source },
          fix: fixOf(statement, bindings, context),
        })
      }
    }
  },
})

const bindingsOf = ({ specifiers }: ES.ImportDeclaration, { module }: File): Binding[] =>
  specifiers.flatMap(one => module.scopes.declared.get(one.local) ?? [])

/** Only types are used, and TypeScript has one form of import that says so for all names. */
function fixOf(
  statement: ES.ImportDeclaration,
  bindings: readonly Binding[],
  context: Rule.RuleContext,
): ((fixer: Rule.RuleFixer) => Rule.Fix) | null {
  const { specifiers } = statement
  const kinds = new Set(specifiers.map(({ type }) => type))
  const isTypes = specifiers.length > 0 && bindings.every(({ reads }) => reads.length === 0)
  if (!isTypes || kinds.size > 1 || specifiers.some(isTypeOnly) || !isTypeScript(context)) return null
  const start = statement.range![0]
  return fixer => fixer.insertTextAfterRange([start, start + 'import'.length], ' type')
}

const isTypeScript = ({ filename }: Rule.RuleContext) => /\.[cm]?tsx?$/.test(filename)
