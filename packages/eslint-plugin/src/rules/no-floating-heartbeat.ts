import type { File } from '../analysis/file.ts'
import { isOfContext } from '../analysis/activity-context.ts'
import { eachNode, keyOf, bare, type Node } from '../analysis/node.ts'
import { functionAround } from '../analysis/scopes.ts'
import { useOf } from '../analysis/uses.ts'
import { rule } from '../rule.ts'

type Message = 'floating' | 'callback' | 'addAwait' | 'addVoid'

/** Heartbeats whose errors no code sees. */
export const noFloatingHeartbeat = rule<Message>({
  name: 'no-floating-heartbeat',
  description: 'An activity does not await a heartbeat',
  recommended: true,
  suggests: true,
  messages: {
    floating:
      'This heartbeat is not awaited. If SWF refuses it, the activity fails at no line of its code. Await it, or write void if that is meant.',
    callback:
      'Nothing awaits what this function returns. If SWF refuses the heartbeat, the activity fails at no line of its code. Write void if that is meant.',
    addAwait: 'Write await.',
    addVoid: 'Write void.',
  },
  check(file, report) {
    const done = new Set<Node>()
    for (const activity of file.activities) {
      eachNode(activity.node.body, node => {
        if (node.type !== 'CallExpression' || done.has(node)) return
        if (!isOfContext(node.callee, 'heartbeat', activity, file.module)) return
        done.add(node)
        const messageId = problemOf(node, file)
        if (messageId === undefined) return
        const around = functionAround(node, file.module.scopes)
        const [id, word] =
          around?.async && messageId === 'floating'
            ? (['addAwait', 'await'] as const)
            : (['addVoid', 'void'] as const)
        report({
          node,
          messageId,
          suggest: [{ messageId: id, fix: fixer => fixer.insertTextBefore(node, `${word} `) }],
        })
      })
    }
  },
})

function problemOf(node: Node, { module, values }: File): Message | undefined {
  const use = useOf(node, module, values)
  if (use.to === 'dropped') return use.at.type === 'UnaryExpression' ? undefined : 'floating'
  if (use.to === 'stored') return use.binding.reads.length === 0 ? 'floating' : undefined
  if (use.to !== 'returned' || use.by.async) return undefined
  const call = module.scopes.parents.get(use.by)
  if (call?.type !== 'CallExpression' || call.arguments[0] !== use.by) return undefined
  const callee = bare(call.callee)
  const name = callee.type === 'Identifier' ? callee.name : keyOf(callee)
  return name !== undefined && callers.has(name) ? 'callback' : undefined
}

/** Functions that ignore what their callback returns. */
const callers = new Set([
  'setInterval',
  'setTimeout',
  'setImmediate',
  'forEach',
  'on',
  'once',
  'addEventListener',
])
