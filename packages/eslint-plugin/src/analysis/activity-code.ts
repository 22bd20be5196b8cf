import type * as ES from 'estree'
import { matchesGlob } from './glob.ts'
import type { Module } from './module.ts'
import { bare, isFunction, keyOf, type FunctionNode, type Node } from './node.ts'
import { activityTakers } from './operations.ts'
import type { Value } from './value.ts'
import type { Values } from './values.ts'
import { nameOfFunction } from './workflow-code.ts'

/** Modules of activities, if the settings don't say otherwise. */
export const defaultActivityModules: readonly string[] = ['**/activities.*', '**/activities/**']

/** An activity's implementation. */
export interface ActivityNode {
  readonly node: FunctionNode
  readonly name: string
}

/** The activities of a file, each function once. */
export function activitiesOf(module: Module, values: Values, globs: readonly string[]): ActivityNode[] {
  const found = new Map<FunctionNode, ActivityNode>()
  const add = (node: FunctionNode, name: string) => {
    if (!found.has(node) && !node.generator)
      found.set(node, { node, name: name || nameOfFunction(node, module) })
  }
  const given = (value: Value | undefined, name: string): void => {
    if (value?.is === 'function' && value.module === module) add(value.node, name)
    if (value?.is === 'object' && value.module === module) members(value.node)
  }
  /** The functions of `{ charge, async ship() {} }`, and of `{ name, run }`. */
  const members = (object: ES.ObjectExpression): void => {
    for (const one of object.properties) {
      if (one.type === 'SpreadElement') given(values.of(one.argument, module), '')
      else {
        const value = values.of(one.value, module)
        if (value?.is === 'function') given(value, keyOf(one) ?? '')
      }
    }
  }
  for (const call of module.scopes.calls) {
    if (!takesActivities(call, module, values)) continue
    for (const options of call.arguments.map(one => values.of(one, module))) {
      if (options?.is !== 'object' || options.module !== module) continue
      for (const one of options.node.properties) {
        if (one.type !== 'Property' || keyOf(one) !== 'activities') continue
        const node = bare(one.value)
        if (node.type === 'ArrayExpression')
          for (const each of node.elements) given(values.of(each, module), '')
        else if (node.type === 'NewExpression') {
          const made = values.of(node.callee, module)
          if (made?.is === 'class' && made.module === module)
            for (const own of methodsOf(made.node)) add(own, '')
        } else given(values.of(node, module), '')
      }
    }
  }
  for (const node of module.scopes.functions) if (takesContext(node)) add(node, '')
  if (globs.some(glob => matchesGlob(module.path, glob))) {
    for (const name of module.exports.keys()) given(values.exported(module, name), name)
  }
  return [...found.values()]
}

/** Whether a call takes activities as an option: of a worker, or of a test. */
export function takesActivities(call: Node, module: Module, values: Values): boolean {
  if (call.type !== 'CallExpression') return false
  const callee = values.of(call.callee, module)
  return callee?.is === 'imported' && activityTakers[callee.source]?.includes(callee.name) === true
}

function methodsOf(node: ES.Class): FunctionNode[] {
  return node.body.body.flatMap(one =>
    one.type === 'MethodDefinition' && one.kind === 'method' && !one.static && isFunction(one.value)
      ? [one.value]
      : [],
  )
}

/** The parameter in which an activity gets its context. */
export const contextParameter = (node: FunctionNode): Node | undefined => node.params[1]

/** Whether the second parameter has the type `ActivityContext`, or the one of mocks. */
function takesContext(node: FunctionNode): boolean {
  const { typeAnnotation } = (contextParameter(node) ?? {}) as {
    typeAnnotation?: { typeAnnotation?: { typeName?: { name?: string } } }
  }
  const name = typeAnnotation?.typeAnnotation?.typeName?.name
  return name === 'ActivityContext' || name === 'MockContext'
}
