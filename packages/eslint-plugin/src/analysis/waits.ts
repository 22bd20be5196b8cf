import type { File } from './file.ts'
import { eachNode, isFunction, type Node } from './node.ts'

/** Whether a workflow may wait at a `yield*`, so that a cancel request or the end of a branch can be thrown there. */
export function waitsAt(node: Node, { values, workflow }: File): boolean {
  if (node.type !== 'YieldExpression' || !node.argument) return false
  const value = values.of(node.argument)
  if (value?.is === 'operation') return value.made.waits
  if (value?.is === 'generator') return workflow.isWorkflowGenerator(value.node, value.module)
  return value === undefined && node.delegate
}

/** The places in some code where the workflow may wait, without functions inside of it. */
export function waitsIn(code: Node, file: File): Node[] {
  const found: Node[] = []
  eachNode(code, node => {
    if (isFunction(node)) return false
    if (waitsAt(node, file)) found.push(node)
    return true
  })
  return found
}

/** Whether what is yielded is an operation of `@reyield/workflow` by this name. */
export function yields(node: Node, name: string, { values }: File): boolean {
  if (node.type !== 'YieldExpression') return false
  const value = values.of(node.argument)
  return value?.is === 'operation' && value.name === name
}
