import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { bare, eachNode, isFunction, keyOf, type Node } from '../analysis/node.ts'
import { waitsIn, yields } from '../analysis/waits.ts'
import { rule } from '../rule.ts'

/** A `catch` that does nothing about an error, so that a cancel request has no effect. */
export const noSwallowedCancellation = rule<'swallowed'>({
  name: 'no-swallowed-cancellation',
  description: 'A catch around operations ignores every error, also a cancel request',
  recommended: true,
  messages: {
    swallowed:
      "This catch also ignores cancel requests, and the workflow goes on. Throw them on: if (isReyieldError(error, 'CANCELED')) throw error.",
  },
  check(file, report) {
    for (const node of file.module.nodesOf('TryStatement')) {
      if (!node.handler || file.workflow.ownerOf(node) === undefined) continue
      if (!node.handler.body.body.every(one => isIdle(one, file)) || endsInFinally(node)) continue
      // what a shield runs isn't interrupted
      if (waitsIn(node.block, file).some(one => !yields(one, 'shield', file)))
        report({ node: node.handler, messageId: 'swallowed' })
    }
  },
})

/** A statement that only logs, or does nothing. */
function isIdle(statement: Node, { values, module }: File): boolean {
  if (statement.type === 'EmptyStatement' || statement.type === 'ContinueStatement') return true
  if (statement.type !== 'ExpressionStatement') return false
  const expression = bare(statement.expression)
  if (expression.type === 'YieldExpression') {
    const value = values.of(expression.argument)
    return value?.is === 'operation' && (value.name.startsWith('log.') || value.name === 'status')
  }
  if (expression.type !== 'CallExpression') return false
  const callee = bare(expression.callee)
  const object = callee.type === 'MemberExpression' ? bare(callee.object) : undefined
  if (object?.type !== 'Identifier') return false
  if (object.name === 'console') return module.scopes.globals.has(object)
  return /^(log|logger)$/i.test(object.name) && keyOf(callee) !== undefined
}

/** A `finally` that returns or throws decides by itself. */
function endsInFinally({ finalizer }: ES.TryStatement): boolean {
  let ends = false
  if (finalizer)
    eachNode(finalizer, node => {
      if (isFunction(node)) return false
      if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') ends = true
      return !ends
    })
  return ends
}
