import type { File } from '../analysis/file.ts'
import { bare, type FunctionNode, type Node } from '../analysis/node.ts'
import { callbackUse, isOwnMember, useOf, usesOf, type Use } from '../analysis/uses.ts'
import type { Value } from '../analysis/value.ts'
import { yieldStar } from '../fixes/yield-star.ts'
import { rule } from '../rule.ts'

type Message = 'dropped' | 'unused' | 'read' | 'returned' | 'result' | 'list' | 'addYieldStar'

/** Operations and generators that nothing runs. */
export const noFloatingOperation = rule<Message>({
  name: 'no-floating-operation',
  description: 'An operation or a workflow generator is made, and nothing runs it',
  recommended: true,
  suggests: true,
  messages: {
    dropped: "'{{name}}' only describes what to do, and nothing runs it. Write yield* before it.",
    unused: "'{{name}}' is stored in '{{variable}}', and nothing runs it. Write yield* before it.",
    read: "'{{name}}' is used as if it were its result, but it is still to be run. Write yield* before it.",
    returned: "'{{name}}' is returned and not run. Write return yield*.",
    result: "'{{name}}' is part of the result, but it is still to be run. Write yield* before it.",
    list: 'This list of operations is never run. Give it to all(…), or yield* each of them.',
    addYieldStar: 'Write yield* before it.',
  },
  check(file, report) {
    const { module, values, workflow } = file
    for (const node of candidates(file)) {
      const value = values.of(node)
      if (value === undefined || !needsRunning(value, file) || workflow.ownerOf(node) === undefined) continue
      const messageId = problemOf(node, value, file)
      if (messageId === undefined) continue
      const use = useOf(node, module, values)
      const fix = value.is === 'list' ? undefined : yieldStar(node, file)
      report({
        node,
        messageId,
        data: { name: textOf(node, file), variable: use.to === 'stored' ? use.binding.name : '' },
        ...(fix === undefined ? {} : { suggest: [{ messageId: 'addYieldStar', fix }] }),
      })
    }
  },
})

/** Calls, lists, and names of declared signals, which are operations without a call. */
function* candidates({ module, values }: File): Generator<Node> {
  yield* module.scopes.calls
  yield* module.scopes.lists
  for (const [id, binding] of module.scopes.bindings) {
    if (binding.scope.inside !== undefined) continue
    const value = values.of(id)
    if (value?.is === 'operation' && value.signal) yield id
  }
}

function needsRunning(value: Value, { workflow }: File): boolean {
  if (value.is === 'list') return needsRunning(value.of, { workflow } as File)
  return (
    value.is === 'operation' ||
    (value.is === 'generator' && workflow.isWorkflowGenerator(value.node, value.module))
  )
}

function problemOf(node: Node, value: Value, file: File): Message | undefined {
  const { module, values } = file
  const use = useOf(node, module, values)
  if (value.is === 'list') {
    if (use.to === 'dropped') return 'list'
    // of a list that is written out, each element is reported
    if (use.to === 'returned')
      return node.type === 'CallExpression' && givesResult(use.by, file) ? 'list' : undefined
    return use.to === 'stored' && use.binding.reads.length === 0 ? 'list' : undefined
  }
  switch (use.to) {
    case 'dropped':
      return 'dropped'
    case 'read':
      return isFine(use, value) ? undefined : 'read'
    case 'returned': {
      if (isResult(use, file)) return use.inside ? 'result' : 'returned'
      const callback = use.inside ? undefined : callbackUse(use.by, module)
      return callback === 'dropped' ? 'dropped' : callback
    }
    case 'stored': {
      const uses = usesOf(use.binding, module, values)
      if (uses.length === 0) return 'unused'
      if (!uses.every(one => isLost(one, value, file))) return undefined
      return uses.some(({ to }) => to !== 'dropped') ? 'read' : 'unused'
    }
    default:
      return undefined
  }
}

const isLost = (use: Use, value: Value, file: File): boolean =>
  (use.to === 'read' && !isFine(use, value)) || use.to === 'dropped' || isResult(use, file)

/** Whether an operation is returned by a generator of a workflow, or is in an object or list that a workflow or branch returns. */
function isResult(use: Use, file: File): boolean {
  if (use.to !== 'returned' || !use.by.generator) return false
  return use.inside ? givesResult(use.by, file) : file.workflow.ownerOf(use.by) !== undefined
}

/**
 * Whether what a generator returns is a result for good: of a workflow, or of a branch that is written where it runs. A helper may return a
 * list of operations, which its caller runs.
 */
function givesResult(by: FunctionNode, { module, values, workflow }: File): boolean {
  if (!by.generator) return false
  if (workflow.replayed.get(by)?.role === 'workflow') return true
  const call = module.scopes.parents.get(by)
  if (call?.type !== 'CallExpression' || workflow.ownerOf(by) === undefined) return false
  const callee = values.of(call.callee)
  return callee?.is === 'maker' && callee.made.runs
}

/**
 * Members of operations and generators may be read. A declared signal may be given to operations. And a program may step through a
 * generator by itself: `for (const each of steps())`.
 */
function isFine(use: Use, value: Value): boolean {
  if (use.to !== 'read') return false
  if (isOwnMember(use)) return true
  if (value.is === 'generator') return use.at.type === 'ForOfStatement' || use.at.type === 'SpreadElement'
  return value.is === 'operation' && value.signal === true && use.at.type === 'CallExpression'
}

/** The call without its arguments, for a message. */
function textOf(node: Node, { text }: File): string {
  const called = node.type === 'CallExpression' ? bare(node.callee) : node
  const code = text.slice(...called.range!)
  const name = code.length > 40 || code.includes('\n') ? 'this operation' : code
  return node.type === 'CallExpression' ? `${name}(…)` : name
}
