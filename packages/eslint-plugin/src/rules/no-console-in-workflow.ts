import type { Rule } from 'eslint'
import type { File } from '../analysis/file.ts'
import { bare, endOf, keyOf, startOf, type Node } from '../analysis/node.ts'
import { importName } from '../fixes/import-name.ts'
import { rule } from '../rule.ts'

const levels: Readonly<Record<string, string>> = {
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
  trace: 'debug',
}

/** Lines that every replay writes again. */
export const noConsoleInWorkflow = rule<'console'>({
  name: 'no-console-in-workflow',
  description: 'Replayed code writes to the console',
  recommended: true,
  fixable: true,
  messages: {
    console:
      'console.{{method}} writes again in every replay, and without the ids of the execution. Use yield* log.{{level}}(…).',
  },
  check(file, report) {
    for (const node of file.module.scopes.globals) {
      if (node.type !== 'Identifier' || node.name !== 'console') continue
      if (file.workflow.ownerOf(node) === undefined) continue
      const member = file.module.scopes.parents.get(node)
      const method = member === undefined ? undefined : keyOf(member)
      const call = member === undefined ? undefined : file.module.scopes.parents.get(member)
      const isCall = call?.type === 'CallExpression' && bare(call.callee) === member
      report({
        node: isCall ? call : (member ?? node),
        messageId: 'console',
        data: { method: method ?? 'log', level: levels[method ?? 'log'] ?? 'info' },
        fix: isCall && method !== undefined ? fixOf(call, method, file) : null,
      })
    }
  },
})

/** A log line has a text and an object of fields, so only calls that have these are rewritten. */
function fixOf(call: Node, method: string, file: File): ((fixer: Rule.RuleFixer) => Rule.Fix[]) | null {
  if (call.type !== 'CallExpression' || !Object.hasOwn(levels, method)) return null
  if (file.module.scopes.parents.get(call)?.type !== 'ExpressionStatement') return null
  if (file.workflow.generatorAround(call) === undefined) return null
  const [text, fields, ...others] = call.arguments
  const isText =
    text !== undefined &&
    (text.type === 'TemplateLiteral' || (text.type === 'Literal' && typeof text.value === 'string'))
  if (!isText || others.length > 0 || (fields !== undefined && bare(fields).type !== 'ObjectExpression'))
    return null
  const log = importName('log', call, file)
  if (log === undefined) return null
  const given = file.text.slice(startOf(text), endOf(fields ?? text))
  return fixer => [
    fixer.replaceText(call, `yield* ${log.name}.${levels[method]}(${given})`),
    ...log.fix(fixer),
  ]
}
