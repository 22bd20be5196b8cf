import type { AnyWorkflow, Signal } from '@reyield/workflow'
import { filesOf } from './glob.ts'
import { importConfigured } from './import-member.ts'

/** What the configured modules declare. */
export interface Definitions {
  readonly workflows: readonly AnyWorkflow[]
  readonly signals: readonly Signal<unknown>[]
}

/**
 * Imports modules of workflows into this process, and finds what they export.
 *
 * @throws ConfigError (CONFIG_INVALID)
 */
export async function loadDefinitions(patterns: readonly string[]): Promise<Definitions> {
  const workflows = new Set<AnyWorkflow>()
  const signals = new Set<Signal<unknown>>()
  for (const file of filesOf(patterns, 'workflows')) {
    for (const exported of exportsOf(await importConfigured(file, 'workflows'))) {
      if (isWorkflow(exported)) workflows.add(exported)
      else if (isSignal(exported)) signals.add(exported)
    }
  }
  return { workflows: [...workflows], signals: [...signals] }
}

/** The exports of a module, also those of one that was compiled to CommonJS, and those in an object or an array. */
function exportsOf(module: Readonly<Record<string, unknown>>): unknown[] {
  const direct = Object.values(module)
  return [...direct, ...direct.flatMap(each => (isPlain(each) ? (Object.values(each) as unknown[]) : []))]
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null))

function isWorkflow(value: unknown): value is AnyWorkflow {
  if (typeof value !== 'object' || value === null) return false
  const { name, version, run, taskStartToClose, workflowErrors } = value as Partial<AnyWorkflow>
  return (
    [name, version, taskStartToClose].every(each => typeof each === 'string') &&
    typeof run === 'function' &&
    workflowErrors !== undefined
  )
}

function isSignal(value: unknown): value is Signal<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const { signalName, kind } = value as Partial<Signal<unknown>>
  return kind === 'receive' && typeof signalName === 'string'
}
