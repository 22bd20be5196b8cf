import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { Microtasks, promiseMethod } from '../analysis/microtasks.ts'
import { bare, keyOf, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** Methods of lists that call a function for each element. */
const methods = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'reduce',
  'reduceRight',
  'sort',
  'toSorted',
  'from',
])

/** Async functions where a generator, or a plain function, is meant. */
export const noAsyncCallback = rule<'list' | 'branch' | 'undo'>({
  name: 'no-async-callback',
  description:
    'A workflow gives an async function to a method of a list, or to an operation that takes generators',
  recommended: true,
  messages: {
    list: "'{{name}}' gets an async function, whose promises a workflow can't wait for. Use yield* map(…) with an async function*.",
    branch:
      "'{{name}}' runs operations and generators, but an async function returns a promise. Write async function*.",
    undo: 'An undo step is an operation or a generator, but an async function returns a promise. Write async function*.',
  },
  check(file, report) {
    for (const call of file.module.scopes.calls) {
      if (call.type !== 'CallExpression' || file.workflow.ownerOf(call) === undefined) continue
      for (const given of call.arguments) {
        const kind = kindOf(call, given, file)
        if (kind === undefined) continue
        const callee = bare(call.callee)
        const name = callee.type === 'Identifier' ? callee.name : (keyOf(callee) ?? 'this function')
        report({ node: given, messageId: kind, data: { name } })
      }
    }
  },
})

function kindOf(
  call: ES.SimpleCallExpression,
  given: Node,
  file: File,
): 'list' | 'branch' | 'undo' | undefined {
  const value = file.values.of(given)
  if (value?.is !== 'function' || !value.node.async || value.node.generator) return undefined
  const callee = bare(call.callee)
  const called = file.values.of(callee)
  if (called?.is === 'maker')
    return called.made.runs || called.reyield === 'sideEffect' ? 'branch' : undefined
  if (callee.type === 'Identifier') return isUndo(callee, file) ? 'undo' : undefined
  // a named function is often one for Promise.all, which no-foreign-await knows
  const isWritten = bare(given) === value.node
  if (!isWritten || callee.type !== 'MemberExpression' || !methods.has(keyOf(callee) ?? '')) return undefined
  return isForPromises(call, file) && new Microtasks(file.values).functionSettles(value.node, value.module)
    ? undefined
    : 'list'
}

/** `Promise.all(items.map(async …))`: a workflow may await it, if the function waits for nothing outside. */
function isForPromises(call: Node, { module }: File): boolean {
  const around = module.scopes.parents.get(call)
  return around?.type === 'CallExpression' && promiseMethod(bare(around.callee)) !== undefined
}

/** The parameter of the function that `saga(…)` gets. */
function isUndo(callee: ES.Identifier, { module, values }: File): boolean {
  const binding = module.scopes.bindings.get(callee)
  if (binding?.kind !== 'parameter') return false
  const around = module.scopes.parents.get(binding.declaration)
  const saga = around?.type === 'CallExpression' ? values.of(around.callee) : undefined
  return saga?.is === 'maker' && saga.reyield === 'saga'
}
