import type { Rule } from 'eslint'
import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { bare, endOf, eachNode, isFunction, keyOf, startOf, type Node } from '../analysis/node.ts'
import type { Binding } from '../analysis/scopes.ts'
import { useOf } from '../analysis/uses.ts'
import { rule } from '../rule.ts'

type Message = 'twice' | 'repeated' | 'module' | 'useCall'

/** A generator object runs once. */
export const noSharedGenerator = rule<Message>({
  name: 'no-shared-generator',
  description: 'One generator object is run more than once',
  recommended: true,
  suggests: true,
  messages: {
    twice:
      "'{{name}}' was run above, and a generator object runs only once: this does nothing. Call the function again.",
    repeated:
      "'{{name}}' is one generator object, and this code may run it more than once. Call the function here.",
    module:
      "'{{name}}' is made once for all executions, and a generator object runs only once. Call the function here.",
    useCall: 'Call the function here.',
  },
  check(file, report) {
    for (const binding of new Set(file.module.scopes.declared.values())) {
      const init = generatorOf(binding, file)
      if (init === undefined) continue
      const uses = binding.reads.filter(one => file.workflow.ownerOf(one) !== undefined && runs(one, file))
      for (const [index, node] of uses.entries()) {
        const messageId =
          binding.scope.inside === undefined
            ? 'module'
            : isRepeated(node, binding, file)
              ? 'repeated'
              : uses.slice(0, index).some(before => !exclude(before, node, file))
                ? 'twice'
                : undefined
        if (messageId === undefined) continue
        report({ node, messageId, data: { name: binding.name }, suggest: suggestionOf(node, init, file) })
      }
    }
  },
})

/** The call that made the generator object that a variable holds. */
function generatorOf(
  { kind, path, writes, declaration }: Binding,
  { values, workflow }: File,
): Node | undefined {
  if (!['const', 'let', 'var'].includes(kind) || path.length > 0 || writes.length > 0) return undefined
  const { init } = declaration as ES.VariableDeclarator
  const value = values.of(init)
  return init && value?.is === 'generator' && workflow.isWorkflowGenerator(value.node, value.module)
    ? bare(init)
    : undefined
}

/** Whether a use runs the generator, or hands it to what does. */
function runs(node: Node, { module, values }: File): boolean {
  const { to } = useOf(node, module, values)
  return to === 'delegated' || to === 'yielded' || to === 'passed' || to === 'returned'
}

/** Whether a use is in a loop, or in a callback that runs for each attempt or item, and the variable is outside of that. */
function isRepeated(node: Node, { id }: Binding, { module, values }: File): boolean {
  const { parents } = module.scopes
  let below: Node = node
  for (let at = parents.get(node); at !== undefined; below = at, at = parents.get(at)) {
    if (startOf(at) <= startOf(id) && endOf(id) <= endOf(at)) return false
    if (isLoop(at) && !(at.type === 'ForOfStatement' && at.right === below) && !leaves(below, node))
      return true
    if (isFunction(at)) {
      const call = parents.get(at)
      if (call?.type !== 'CallExpression' || !call.arguments.includes(at as ES.Expression)) continue
      const callee = values.of(call.callee)
      if (callee?.is === 'maker' && (callee.reyield === 'retry' || callee.reyield === 'map')) return true
      const key = keyOf(bare(call.callee))
      if (callee === undefined && (key === 'map' || key === 'flatMap' || key === 'forEach')) return true
    }
  }
  return false
}

const isLoop = ({ type }: Node) =>
  ['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'].includes(type)

/** Whether a use ends the loop: `return yield* step`. */
function leaves(body: Node, use: Node): boolean {
  let found = false
  eachNode(body, node => {
    if (node.type === 'ReturnStatement' && startOf(node) <= startOf(use) && endOf(use) <= endOf(node))
      found = true
    return !found && !isFunction(node)
  })
  return found
}

/** Whether at most one of two uses runs: they are in different branches, or the first one returns. */
function exclude(first: Node, second: Node, { module }: File): boolean {
  const { parents } = module.scopes
  const around = new Set<Node>()
  for (let at: Node | undefined = first; at !== undefined; at = parents.get(at)) {
    if (at.type === 'ReturnStatement') return true
    around.add(at)
  }
  let below = second
  let common = parents.get(second)
  for (; common !== undefined && !around.has(common); common = parents.get(common)) below = common
  if (common === undefined) return false
  if (common.type === 'IfStatement' || common.type === 'ConditionalExpression')
    return below !== common.test && !around.has(common.test)
  return common.type === 'SwitchStatement'
}

/** The call again, if its arguments are plain, so that calling twice is the same. */
function suggestionOf(node: Node, init: Node, { text, module }: File) {
  const parent = module.scopes.parents.get(node)
  const isShorthand = parent?.type === 'Property' && parent.shorthand
  const code = text.slice(...init.range!)
  const isPlain = init.type === 'CallExpression' && init.arguments.every(one => isPlainValue(bare(one)))
  if (!isPlain || isShorthand || code.includes('\n')) return []
  return [{ messageId: 'useCall' as const, fix: (fixer: Rule.RuleFixer) => fixer.replaceText(node, code) }]
}

const isPlainValue = (node: Node): boolean =>
  node.type === 'Identifier' ||
  node.type === 'Literal' ||
  (node.type === 'MemberExpression' && !node.computed && isPlainValue(bare(node.object)))
