import { types } from 'node:util'
import type { AnyWorkflow, Signal } from '@reyield/workflow'

/** How deep exports are searched: a module, its default export, a record or a list in it. */
const deepest = 4

/** What a module exports: by name, as default, and in exported lists, records and namespaces. */
interface Exported {
  readonly workflows: readonly AnyWorkflow[]
  readonly signals: readonly Signal<unknown>[]
}

/** The workflows and signals that a module exports, each once, in the order of the exports. */
export function definitionsIn(module: object): Exported {
  const workflows = new Set<AnyWorkflow>()
  const signals = new Set<Signal<unknown>>()
  const seen = new Set<object>()
  const search = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > deepest) return
    if (types.isProxy(value)) return // the calls of `activities(…)` have a member of any name
    seen.add(value)
    if (isWorkflow(value)) workflows.add(value)
    else if (isSignal(value)) signals.add(value)
    else if (isContainer(value)) for (const member of membersOf(value)) search(member, depth + 1)
  }
  for (const value of Object.values(module)) search(value, 1)
  return { workflows: [...workflows], signals: [...signals] }
}

/** Whether a value was returned by `workflow(…)`, of any copy of that package. */
function isWorkflow(value: object): value is AnyWorkflow {
  const { name, version, run } = value as Partial<AnyWorkflow>
  return (
    typeof name === 'string' &&
    typeof version === 'string' &&
    typeof run === 'function' &&
    'taskStartToClose' in value &&
    'workflowErrors' in value
  )
}

function isSignal(value: object): value is Signal<unknown> {
  const { kind, signalName } = value as Partial<Signal<unknown>>
  return kind === 'receive' && typeof signalName === 'string'
}

function isContainer(value: object): boolean {
  if (Array.isArray(value) || types.isModuleNamespaceObject(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** Only own data: a getter of the program isn't called. */
const membersOf = (value: object): unknown[] =>
  types.isModuleNamespaceObject(value)
    ? Object.values(value)
    : Object.values(Object.getOwnPropertyDescriptors(value)).map(({ value: of }) => of as unknown)
