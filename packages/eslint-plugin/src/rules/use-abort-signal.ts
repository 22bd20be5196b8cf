import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { bare, eachNode, keyOf, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** Functions of Node that take a signal, by their modules: the position of their options. */
const takers: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'timers/promises': { setTimeout: 2, setImmediate: 1, setInterval: 2 },
  events: { once: 2, on: 2 },
  child_process: { exec: 1, execFile: 2, spawn: 2, fork: 2 },
}

/** Calls of activities that go on after the activity has ended. */
export const useAbortSignal = rule<'missing'>({
  name: 'use-abort-signal',
  description:
    'An activity calls something that takes an AbortSignal, without giving it the signal of its context',
  recommended: false,
  messages: {
    missing:
      "'{{name}}' takes an AbortSignal. Give it the signal of the activity's context, so that it ends with the activity.",
  },
  check(file, report) {
    const done = new Set<Node>()
    for (const activity of file.activities) {
      eachNode(activity.node.body, node => {
        if (node.type !== 'CallExpression' || done.has(node)) return
        done.add(node)
        const [name, position] = takerOf(node, file) ?? []
        if (name === undefined || position === undefined || hasSignal(node, position)) return
        report({ node, messageId: 'missing', data: { name } })
      })
    }
  },
})

function takerOf(call: ES.SimpleCallExpression, { module, values }: File): [string, number] | undefined {
  const callee = bare(call.callee)
  if (callee.type === 'Identifier' && callee.name === 'fetch' && module.scopes.globals.has(callee))
    return ['fetch', 1]
  const value = values.of(callee)
  if (value?.is === 'imported') {
    const source = value.source.replace(/^node:/, '')
    const functions = Object.hasOwn(takers, source) ? takers[source]! : {}
    return Object.hasOwn(functions, value.name) ? [value.name, functions[value.name]!] : undefined
  }
  // a client of the AWS SDK
  const [command] = call.arguments
  const isCommand =
    command?.type === 'NewExpression' &&
    command.callee.type === 'Identifier' &&
    command.callee.name.endsWith('Command')
  return isCommand && keyOf(callee) === 'send' ? ['send', 1] : undefined
}

/** Whether the options have a signal, or may have one. */
function hasSignal({ arguments: given }: ES.SimpleCallExpression, position: number): boolean {
  if (given.some(one => one.type === 'SpreadElement')) return true
  return given.slice(Math.min(position, 1)).some(one => {
    const options = bare(one)
    if (options.type !== 'ObjectExpression') return given.indexOf(one) === position
    return options.properties.some(
      property =>
        property.type === 'SpreadElement' || ['signal', 'abortSignal'].includes(keyOf(property) ?? ''),
    )
  })
}
