import type * as ES from 'estree'
import type { ActivityNode } from './activity-code.ts'
import type { Module } from './module.ts'
import { bare, eachNode, keyOf, type Node } from './node.ts'

/** Whether an expression is a member of an activity's context, such as `heartbeat`: destructured, or `context.heartbeat`. */
export function isOfContext(expression: Node, name: string, { node }: ActivityNode, module: Module): boolean {
  const inner = bare(expression)
  if (inner.type === 'MemberExpression') return keyOf(inner) === name && isContext(inner.object, node, module)
  const binding = inner.type === 'Identifier' ? module.scopes.bindings.get(inner) : undefined
  if (binding?.kind === 'parameter') {
    return (
      binding.declaration === node &&
      binding.path.length === 2 &&
      binding.path[0] === '1' &&
      binding.path[1] === name
    )
  }
  if (binding?.kind !== 'const' || binding.path.length !== 1 || binding.path[0] !== name) return false
  return isContext((binding.declaration as ES.VariableDeclarator).init ?? undefined, node, module)
}

/** Whether an expression is the second parameter of an activity. */
function isContext(expression: Node | undefined, activity: Node, module: Module): boolean {
  const inner = expression && bare(expression)
  const binding = inner?.type === 'Identifier' ? module.scopes.bindings.get(inner) : undefined
  return binding?.kind === 'parameter' && binding.declaration === activity && binding.path.join() === '1'
}

/** Whether some code of an activity uses a member of the context, or hands on the context. */
export function usesContext(
  code: Node,
  names: readonly string[],
  activity: ActivityNode,
  module: Module,
): boolean {
  let found = false
  eachNode(code, node => {
    if (node.type === 'Identifier' || node.type === 'MemberExpression') {
      if (names.some(name => isOfContext(node, name, activity, module))) found = true
      const parent = module.scopes.parents.get(node)
      if (isContext(node, activity.node, module) && parent?.type !== 'MemberExpression') found = true
    }
    return !found
  })
  return found
}
