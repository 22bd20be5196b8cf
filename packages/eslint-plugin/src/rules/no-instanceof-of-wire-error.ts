import type { Rule } from 'eslint'
import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { bare, keyOf, startOf, endOf, type Node } from '../analysis/node.ts'
import type { Value } from '../analysis/value.ts'
import { waitsIn } from '../analysis/waits.ts'
import { importName } from '../fixes/import-name.ts'
import { rule } from '../rule.ts'

/** Errors that are made anew from the history have no class but Error. */
export const noInstanceofOfWireError = rule<'wire' | 'useName'>({
  name: 'no-instanceof-of-wire-error',
  description: 'instanceof is asked of an error that comes from the history, where no error has its class',
  recommended: true,
  suggests: true,
  messages: {
    wire: "This error comes from the history, so it is never an instance of '{{name}}'. Compare the name of its cause.",
    useName: "Compare the name: '{{name}}'.",
  },
  check(file, report, context) {
    for (const node of file.module.nodesOf('BinaryExpression')) {
      if (node.operator !== 'instanceof') continue
      if (file.workflow.ownerOf(node) === undefined) continue
      const right = bare(node.right)
      const name = right.type === 'Identifier' ? right.name : keyOf(right)
      if (name === undefined) continue
      const left = bare(node.left)
      const from = isCause(left, file) ? 'cause' : isCaught(left, file) ? 'caught' : undefined
      if (from === undefined || !isForeignClass(right, name, from, file)) continue
      report({
        node,
        messageId: 'wire',
        data: { name },
        suggest: suggestionOf(node, name, from, file, context),
      })
    }
  },
})

type Origin = 'cause' | 'caught'

/** `error.cause`, or a constant that holds it. */
function isCause(node: Node, file: File): boolean {
  if (node.type === 'MemberExpression') return keyOf(node) === 'cause'
  const binding = node.type === 'Identifier' ? file.module.scopes.bindings.get(node) : undefined
  if (binding?.kind !== 'const' || binding.declaration.type !== 'VariableDeclarator') return false
  if (binding.path.length > 0) return binding.path.length === 1 && binding.path[0] === 'cause'
  const { init } = binding.declaration
  return (
    init !== null && init !== undefined && bare(init).type === 'MemberExpression' && isCause(bare(init), file)
  )
}

/** What a `catch` gets, after a `try` in which the workflow waits. */
function isCaught(node: Node, file: File): boolean {
  const binding = node.type === 'Identifier' ? file.module.scopes.bindings.get(node) : undefined
  if (binding?.kind !== 'catch' || binding.path.length > 0) return false
  const statement = file.module.scopes.parents.get(binding.declaration)
  return statement?.type === 'TryStatement' && waitsIn(statement.block, file).length > 0
}

/** Classes of errors that JavaScript itself has. `Error` is what errors from the history are. */
const natives = new Set([
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
  'DOMException',
])

/** Whether no error from the history is an instance of a class. */
function isForeignClass(node: Node, name: string, from: Origin, file: File): boolean {
  const value = file.values.of(node)
  if (value === undefined)
    return from === 'cause' && natives.has(name) && file.module.scopes.globals.has(node)
  if (value.is === 'imported' && value.source.startsWith('@reyield/')) return false
  if (value.is !== 'class' && value.is !== 'imported') return false
  return from === 'cause' || !isThrownHere(value, file)
}

/** Whether workflow code, or something that it may call, makes such an error: then it didn't come from the history. */
function isThrownHere(wanted: Value, file: File): boolean {
  const { module, values, workflow, activities } = file
  const modules = new Set([module, ...workflow.outside.map(({ value }) => value.module)])
  for (const one of modules) {
    for (const call of one.scopes.calls) {
      if (call.type !== 'NewExpression') continue
      const value = values.of(call.callee, one)
      const isSame =
        value?.is === 'class' && wanted.is === 'class'
          ? value.node === wanted.node
          : value?.is === 'imported' &&
            wanted.is === 'imported' &&
            value.name === wanted.name &&
            value.source === wanted.source
      const inActivity = activities.some(
        ({ node }) => one === module && startOf(node) <= startOf(call) && endOf(call) <= endOf(node),
      )
      // a module of activities throws its errors in activities
      if (isSame && !inActivity && !(one !== module && file.isActivityModule(one.path))) return true
    }
  }
  return false
}

function suggestionOf(
  node: ES.BinaryExpression,
  name: string,
  from: Origin,
  file: File,
  { filename }: Rule.RuleContext,
) {
  const left = file.text.slice(...bare(node.left).range!)
  const cause = from === 'cause' ? left : `${left}.cause`
  const isTypeScript = /\.[cm]?tsx?$/.test(filename)
  const compared = isTypeScript
    ? `(${cause} as Error | undefined)?.name === '${name}'`
    : `${cause}?.name === '${name}'`
  if (from === 'cause') {
    return [
      {
        messageId: 'useName' as const,
        data: { name },
        fix: (fixer: Rule.RuleFixer) => fixer.replaceText(node, compared),
      },
    ]
  }
  const check = importName('isReyieldError', node, file)
  if (check === undefined) return []
  const whole = `${check.name}(${left}, 'ACTIVITY_FAILED') && ${compared}`
  return [
    {
      messageId: 'useName' as const,
      data: { name },
      fix: (fixer: Rule.RuleFixer) => [fixer.replaceText(node, whole), ...check.fix(fixer)],
    },
  ]
}
