import type * as ES from 'estree'
import type { File } from '../analysis/file.ts'
import { bare, stringOf, type Node } from '../analysis/node.ts'
import { rule } from '../rule.ts'

/** Ids of patches that can't be found in the code. */
export const patchIdLiteral = rule<'literal'>({
  name: 'patch-id-literal',
  description: 'The id of a patch is computed',
  recommended: true,
  messages: {
    literal:
      'The id of a patch is recorded in histories for years, so it must be found in the code and never change. Write it as a string.',
  },
  check(file, report) {
    for (const { given, call } of patchesOf(file)) {
      if (patchId(given, file) === undefined) report({ node: given ?? call, messageId: 'literal' })
    }
  },
})

/** The calls of `patched(…)`, with their first arguments. */
export function* patchesOf({
  module,
  values,
}: File): Generator<{ call: ES.SimpleCallExpression; given: Node | undefined }> {
  for (const call of module.scopes.calls) {
    if (call.type !== 'CallExpression') continue
    const callee = values.of(call.callee)
    if (callee?.is === 'maker' && callee.reyield === 'patched') yield { call, given: call.arguments[0] }
  }
}

/** The id of a patch: a string, or a constant that holds one. */
export function patchId(given: Node | undefined, { module }: File): string | undefined {
  const inner = given && bare(given)
  if (inner?.type !== 'Identifier') return stringOf(inner)
  const binding = module.scopes.bindings.get(inner)
  if (binding?.kind !== 'const' || binding.path.length > 0) return undefined
  return stringOf((binding.declaration as ES.VariableDeclarator).init)
}
