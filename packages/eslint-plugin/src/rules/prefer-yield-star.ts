import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { eachNode, isWrapper, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** `yield operation` where the result is used: without types, and with a generator, without effect. */
export const preferYieldStar = rule<'result' | 'generator'>({
  name: 'prefer-yield-star',
  description: 'An operation is yielded by yield, and its result is used',
  recommended: true,
  fixable: true,
  messages: {
    result: 'The result of yield has no type, since TypeScript knows only what yield* returns. Write yield*.',
    generator: "yield doesn't run the generator of '{{name}}': it throws a TypeError. Write yield*.",
  },
  check(file, report) {
    eachNode(file.module.program, node => {
      if (node.type !== 'YieldExpression' || node.delegate || !node.argument) return
      if (file.workflow.ownerOf(node) === undefined) return
      const value = file.values.of(node.argument)
      const isGenerator =
        value?.is === 'generator' && file.workflow.isWorkflowGenerator(value.node, value.module)
      if (!isGenerator && (value?.is !== 'operation' || !isUsed(node, file))) return
      report({
        node,
        messageId: isGenerator ? 'generator' : 'result',
        data: { name: isGenerator ? value.name : '' },
        fix: fixer => fixer.insertTextAfterRange([node.range![0], node.range![0] + 'yield'.length], '*'),
      })
    })
  },
})

function isUsed(node: ES.YieldExpression, { module }: File): boolean {
  let at: Node = node
  for (;;) {
    const parent = module.scopes.parents.get(at)
    if (parent === undefined || parent.type === 'ExpressionStatement') return false
    if (!isWrapper(parent)) return parent.type !== 'UnaryExpression' || parent.operator !== 'void'
    at = parent
  }
}
