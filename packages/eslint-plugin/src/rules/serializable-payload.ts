import type { File } from '../analysis/file.ts'
import { bare, type Node } from '../analysis/node.ts'
import { typesOf, type Type, type Types } from '../analysis/type-services.ts'
import { rule } from '../rule.ts'

/** Values that no serializer writes. Needs types. */
export const serializablePayload = rule<'payload' | 'result'>({
  name: 'serializable-payload',
  description: 'A value that is recorded has a type that no serializer can write (needs type information)',
  recommended: false,
  messages: {
    payload: "{{path}} is {{what}}, which can't be recorded in a history. Give {{name}} plain data.",
    result: "{{path}} is {{what}}, which can't be recorded in a history. Return plain data.",
  },
  check(file, report, context) {
    const types = typesOf(context)
    if (types === undefined) return
    for (const call of file.module.scopes.calls) {
      if (call.type !== 'CallExpression' || file.workflow.ownerOf(call) === undefined) continue
      const callee = file.values.of(call.callee)
      if (callee?.is !== 'maker') continue
      const given = call.arguments[positionOf(callee.reyield ?? (callee.activity ? 'activity' : ''))]
      if (given === undefined || given.type === 'SpreadElement') continue
      const problem = problemOf(types.of(given), types, given)
      if (problem === undefined) continue
      const path = `the input${problem.path}`
      report({
        node: given,
        messageId: 'payload',
        data: { ...problem, path: capital(path), name: `'${callee.name}'` },
      })
    }
    for (const returned of results(file)) {
      const problem = problemOf(types.of(returned), types, returned)
      if (problem !== undefined)
        report({
          node: returned,
          messageId: 'result',
          data: { ...problem, path: capital(`the result${problem.path}`) },
        })
    }
  },
})

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** The position of the value that is recorded. */
function positionOf(name: string): number {
  if (['activity', 'continueAsNew', 'status'].includes(name)) return 0
  if (['child', 'startChild', 'lambda'].includes(name)) return 1
  return name === 'signalExternal' ? 2 : Infinity
}

/** What workflows and activities return. */
function* results(file: File): Generator<Node> {
  for (const { node, role } of file.workflow.replayed.values())
    if (role === 'workflow') yield* file.values.returns(node).filter(isPlain)
  for (const { node } of file.activities) yield* file.values.returns(node).filter(isPlain)
}

/** Not another function's result, which `yield*` and `await` get from the history or from a promise. */
const isPlain = (node: Node) => bare(node).type !== 'YieldExpression'

/** What TypeScript calls types that are no data. */
const unwritable: Readonly<Record<string, string>> = {
  Promise: 'a promise',
  WeakMap: 'a WeakMap',
  WeakSet: 'a WeakSet',
  WeakRef: 'a WeakRef',
  Generator: 'a generator',
  AsyncGenerator: 'a generator',
  AbortSignal: 'an AbortSignal',
  AbortController: 'an AbortController',
  ReadableStream: 'a stream',
  WritableStream: 'a stream',
  Readable: 'a stream',
  Writable: 'a stream',
  Response: 'a response',
  Request: 'a request',
}

function problemOf(
  type: Type,
  types: Types,
  at: Node,
  depth = 0,
): { readonly path: string; readonly what: string } | undefined {
  if (depth > 4) return undefined
  const { checker } = types
  if (/^(unique )?symbol$/.test(checker.typeToString(checker.getWidenedType(type))))
    return { path: '', what: 'a symbol' }
  if (type.isUnion() || type.isIntersection()) {
    for (const one of type.types ?? []) {
      const problem = problemOf(one, types, at, depth)
      if (problem !== undefined) return problem
    }
    return undefined
  }
  const name = type.symbol?.name ?? ''
  if (Object.hasOwn(unwritable, name)) return { path: '', what: unwritable[name]! }
  if (type.getCallSignatures().length > 0) return { path: '', what: 'a function' }
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    for (const one of checker.getTypeArguments(type)) {
      const problem = problemOf(one, types, at, depth + 1)
      if (problem !== undefined) return { ...problem, path: `[]${problem.path}` }
    }
    return undefined
  }
  // methods of classes and of built-in objects are on prototypes, and the serializer decides about such objects
  if (name !== '__object' && name !== '__type' && (type.isClass() || !types.isOwn(type))) return undefined
  for (const property of type.getProperties()) {
    const problem = problemOf(
      checker.getTypeOfSymbolAtLocation(property, types.node(at)),
      types,
      at,
      depth + 1,
    )
    if (problem !== undefined) return { ...problem, path: `.${property.name}${problem.path}` }
  }
  return undefined
}
