import type { File } from '../analysis/file.ts'
import { bare, keyOf, stringOf, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'
import { patchesOf, patchId } from './patch-id-literal.ts'

/** Ids of patches that stand for two changes. */
export const noDuplicatePatchId = rule<'twice' | 'retired'>({
  name: 'no-duplicate-patch-id',
  description: 'Two patches of a workflow have one id, or a retired id is in use again',
  recommended: true,
  messages: {
    twice:
      "The patch '{{id}}' is asked for at line {{line}} already. An execution that recorded it there takes the new code here as well. Keep the answer in a variable, or take another id.",
    retired:
      "The patch '{{id}}' is retired and in use. Remove it from the option retired, or take another id.",
  },
  check(file, report) {
    const known = new Map<Node, Map<string, Node>>()
    for (const { call, given } of patchesOf(file)) {
      const by = file.workflow.ownerOf(call)
      const id = patchId(given, file)
      if (by === undefined || id === undefined) continue
      const ofWorkflow = known.get(by.root) ?? new Map<string, Node>()
      known.set(by.root, ofWorkflow)
      const before = ofWorkflow.get(id)
      if (before === undefined) ofWorkflow.set(id, call)
      else
        report({
          node: call,
          messageId: 'twice',
          data: { id, line: String(file.module.lineOf(before)) },
        })
    }
    for (const { id, node, program } of retiredIds(file))
      if (known.get(program)?.has(id)) report({ node, messageId: 'retired', data: { id } })
  },
})

/** The ids in the options `retired` of the workflows of a file, with the functions of these workflows. */
function* retiredIds({ module, values }: File): Generator<{ id: string; node: Node; program: Node }> {
  for (const call of module.scopes.calls) {
    if (call.type !== 'CallExpression' || values.of(call)?.is !== 'workflow') continue
    const [options, program] = call.arguments.map(one => values.of(one))
    if (options?.is !== 'object' || program?.is !== 'function') continue
    const list = options.node.properties.find(one => keyOf(one) === 'retired')
    const ids = list?.type === 'Property' ? bare(list.value) : undefined
    if (ids?.type !== 'ArrayExpression') continue
    for (const one of ids.elements) {
      const id = one === null ? undefined : stringOf(one)
      if (one && id !== undefined) yield { id, node: one, program: program.node }
    }
  }
}
