import type { File } from '../analysis/file.ts'
import { bare, eachNode, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** What an activity may use instead of an operation. */
const plain: Readonly<Record<string, string>> = {
  now: 'new Date()',
  random: 'Math.random()',
  uuid: 'crypto.randomUUID()',
}

/** Operations where no workflow runs them. */
export const noOperationInActivity = rule<'operation' | 'usePlain'>({
  name: 'no-operation-in-activity',
  description: 'An activity makes an operation, which only a workflow can run',
  recommended: true,
  suggests: true,
  messages: {
    operation:
      "'{{name}}' does nothing here: only workflows run operations. An activity is plain code, and may do it itself.",
    usePlain: 'Write {{plain}}.',
  },
  check(file, report) {
    const done = new Set<Node>()
    for (const { node: activity } of file.activities) {
      if (file.workflow.replayed.get(activity)?.role === 'workflow') continue
      eachNode(activity.body, node => {
        const value = isPlaceOfOperation(node, file) ? file.values.of(node) : undefined
        if (value?.is !== 'operation' || done.has(node)) return true
        done.add(node)
        const code = node.type === 'CallExpression' ? plain[value.name] : undefined
        const parent = file.module.scopes.parents.get(node)
        const whole = parent?.type === 'AwaitExpression' ? parent : node
        report({
          node,
          messageId: 'operation',
          data: { name: nameOf(node, file) },
          suggest:
            code === undefined
              ? []
              : [
                  {
                    messageId: 'usePlain',
                    data: { plain: code },
                    fix: fixer => fixer.replaceText(whole, code),
                  },
                ],
        })
        return false
      })
    }
  },
})

/** Calls, and signals that are awaited: the name of a signal alone may be given to a client. */
function isPlaceOfOperation(node: Node, { module }: File): boolean {
  if (node.type === 'CallExpression') return true
  return node.type === 'Identifier' && module.scopes.parents.get(node)?.type === 'AwaitExpression'
}

function nameOf(node: Node, { text }: File): string {
  const code = text.slice(...(node.type === 'CallExpression' ? bare(node.callee) : node).range!)
  return node.type === 'CallExpression' ? `${code.length > 40 ? 'this operation' : code}(…)` : code
}
