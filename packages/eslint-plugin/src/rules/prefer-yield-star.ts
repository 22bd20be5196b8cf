import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { isWrapper, type Node } from '../analysis/node.ts'
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
    for (const node of file.module.nodesOf('YieldExpression')) {
      if (node.delegate || !node.argument) continue
      if (file.workflow.ownerOf(node) === undefined) continue
      const value = file.values.of(node.argument)
      const isGenerator =
        value?.is === 'generator' && file.workflow.isWorkflowGenerator(value.node, value.module)
      if (!isGenerator && (value?.is !== 'operation' || !isUsed(node, file))) continue
      report({
        node,
        messageId: isGenerator ? 'generator' : 'result',
        data: { name: isGenerator ? value.name : '' },
        fix: fixer => fixer.insertTextAfterRange([node.range![0], node.range![0] + 'yield'.length], '*'),
      })
    }
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
