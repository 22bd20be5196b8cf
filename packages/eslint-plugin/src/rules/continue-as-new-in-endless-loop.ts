import type { File } from '../analysis/file.ts'
import { bare, eachNode, isFunction, type FunctionNode, type Node } from '../analysis/node.ts'
import { functionAround } from '../analysis/scopes.ts'
import { waitsIn, yields } from '../analysis/waits.ts'
import { rule } from '../rule.ts'

/** Loops that fill the history: SWF terminates an execution at its 25,000th event. */
export const continueAsNewInEndlessLoop = rule<'endless'>({
  name: 'continue-as-new-in-endless-loop',
  description: 'An endless loop of a workflow waits, and never continues as new',
  recommended: true,
  messages: {
    endless:
      'This loop has no end, and each round adds to the history. SWF terminates an execution at its 25,000th event: yield* continueAsNew(…) before that.',
  },
  check(file, report) {
    const roots = rootsOf(file)
    const { module } = file
    const loops = [
      ...module.nodesOf('WhileStatement'),
      ...module.nodesOf('DoWhileStatement'),
      ...module.nodesOf('ForStatement'),
    ]
    for (const node of loops) {
      if (!isEndless(node)) continue
      const around = functionAround(node, file.module.scopes)
      if (around === undefined || !roots.has(around)) continue
      if (leaves(node) || waitsIn(node, file).length === 0 || continues(node, file)) continue
      report({ node, messageId: 'endless' })
    }
  },
})

/**
 * The functions that run in the workflow itself: those given to `workflow(…)`, and the generators to which they delegate. Only there can a
 * workflow continue as new. A branch or fork may loop: it ends with the code that started it.
 */
function rootsOf(file: File): Set<FunctionNode> {
  const { module, values, workflow } = file
  const roots = new Set<FunctionNode>()
  for (const { node, role } of workflow.replayed.values()) if (role === 'workflow') roots.add(node)
  for (const root of roots) {
    // a Set's iterator also visits what is added meanwhile
    eachNode(root.body, node => {
      if (isFunction(node)) return false
      const value = node.type === 'YieldExpression' && node.delegate ? values.of(node.argument) : undefined
      if (value?.is === 'generator' && value.module === module) roots.add(value.node)
      return true
    })
  }
  return roots
}

/** `while (true)`, `for (;;)` and `do … while (true)`. */
function isEndless(node: Node): boolean {
  if (node.type === 'ForStatement') return !node.test || isTrue(node.test)
  return (node.type === 'WhileStatement' || node.type === 'DoWhileStatement') && isTrue(node.test)
}

function isTrue(node: Node): boolean {
  const inner = bare(node)
  return inner.type === 'Literal' && Boolean(inner.value)
}

/** Whether the code in a loop can leave it other than by an error. */
function leaves(loop: Node): boolean {
  let found = false
  const search = (code: Node, inner: number): void => {
    eachNode(code, node => {
      if (found || isFunction(node)) return false
      if (node.type === 'ReturnStatement') found = true
      // a label is nearly always one around the loop
      if (node.type === 'BreakStatement' && (node.label || inner === 0)) found = true
      if (node !== code && isBreakable(node)) {
        search(node, inner + 1)
        return false
      }
      return true
    })
  }
  search((loop as { body: Node }).body, 0)
  return found
}

const isBreakable = ({ type }: Node) =>
  [
    'ForStatement',
    'ForOfStatement',
    'ForInStatement',
    'WhileStatement',
    'DoWhileStatement',
    'SwitchStatement',
  ].includes(type)

/** Whether some code continues as new, or a generator to which it delegates does. */
function continues(code: Node, file: File, seen = new Set<Node>()): boolean {
  let found = false
  eachNode(code, node => {
    if (found || isFunction(node)) return false
    if (yields(node, 'continueAsNew', file)) found = true
    else if (node.type === 'YieldExpression') {
      const value = file.values.of(node.argument)
      if (value?.is === 'generator' && !seen.has(value.node)) {
        seen.add(value.node)
        // a generator of another file is asked for its operations by the values of that file
        if (value.module !== file.module) found = continuesElsewhere(value.node, value.module, file)
        else found = continues(value.node.body, file, seen)
      } else if (value === undefined) found = true // nobody knows
    }
    return !found
  })
  return found
}

function continuesElsewhere(node: FunctionNode, module: File['module'], { values }: File): boolean {
  let found = false
  eachNode(node.body, inner => {
    const value = inner.type === 'CallExpression' ? values.of(inner, module) : undefined
    if (value?.is === 'operation' && value.name === 'continueAsNew') found = true
    return !found
  })
  return found
}
