import { usesContext } from '../analysis/activity-context.ts'
import { eachNode, isFunction, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** Loops of activities in which SWF can't tell work from a dead worker. */
export const heartbeatInLongLoop = rule<'missing'>({
  name: 'heartbeat-in-long-loop',
  description: 'A loop of an activity awaits, and sends no heartbeat',
  recommended: false,
  messages: {
    missing:
      'This loop of the activity {{name}} awaits, and sends no heartbeat: SWF learns of a dead worker late, and the activity never learns that it was canceled.',
  },
  check(file, report) {
    for (const activity of file.activities) {
      const name = activity.name === '' ? 'here' : `'${activity.name}'`
      eachNode(activity.node.body, node => {
        if (isFunction(node)) return false
        if (!isLoop(node)) return true
        if (awaits(node) && !usesContext(node, ['heartbeat'], activity, file.module))
          report({ node, messageId: 'missing', data: { name } })
        return false
      })
    }
  },
})

const isLoop = ({ type }: Node) =>
  ['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement'].includes(type)

function awaits(loop: Node): boolean {
  let found = loop.type === 'ForOfStatement' && loop.await
  const body = (loop as { body: Node }).body
  eachNode(body, node => {
    if (isFunction(node)) return false
    if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) found = true
    return !found
  })
  return found
}
