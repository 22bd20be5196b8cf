import { failureFromWire } from '@reyield/data/internal'
import { asVariable, quoted } from '../../code.ts'
import type { CallOutcome, MockedKind, Work } from '../../mocks/call.ts'
import type { OpenWork } from '../../simulator/work.ts'
import { errorText, text } from '../../text.ts'
import { variablesOf } from '../printed-test.ts'
import type { ScenarioPoint } from '../state.ts'

/** Open work in a sentence and in the code of a test. */
export interface Names {
  readonly kind: MockedKind
  readonly sentence: string
  readonly code: string
  /** Options of the call that choose it. */
  readonly pick: readonly string[]
}

/** The names of some work. It is identified by its id if it isn't the oldest of `all` with its name. */
export function namesOf(
  { simulator, setup }: ScenarioPoint,
  { kind, name, of, id, input }: OpenWork,
  { mock: { serializer }, task }: Work,
  all: readonly OpenWork[],
): Names {
  const execution = kind !== 'activity' || of === simulator.root.workflowId ? '' : `${of}: `
  const value = input === undefined ? '' : text(serializer.deserialize(input))
  const again = task.attempt === 1 ? '' : ` (attempt ${task.attempt})`
  const fitting = all.filter(one => one.name === name)
  const place = fitting.findIndex(one => one.of === of && one.id === id)
  const isOnly = kind !== 'lambda' && fitting.filter(one => one.id === id).length === 1
  return {
    kind,
    sentence: `${execution}${nouns[kind]}${name}(${value})${again}`,
    code:
      (kind === 'activity' ? asVariable(name, variablesOf(setup.workflow.name)) : undefined) ?? quoted(name),
    pick: place === 0 ? [] : [isOnly ? `id: ${quoted(id)}` : `nth: ${place + 1}`],
  }
}

const nouns = { activity: '', child: 'child ', lambda: 'Lambda function ' } as const

/** A call on a scenario. `before`: the arguments before its options, with their default values. */
export function callOf(step: string, { kind, code, pick }: Names, ...before: readonly string[]): string {
  const args = pick.length === 0 ? [code] : [code, ...before, `{ ${pick.join(', ')} }`]
  return `${step}${suffixes[kind]}(${args.join(', ')})`
}

const suffixes = { activity: '', child: 'Child', lambda: 'Lambda' } as const

export function outcomeText(ended: CallOutcome, { kind, mock: { serializer } }: Work): string {
  if (ended.as === 'canceled') return 'was canceled on request'
  if (kind !== 'activity') return ended.as
  if (ended.as === 'failed') {
    return `failed: ${errorText(failureFromWire(ended.failure) ?? ended.failure.reason)}`
  }
  const result = serializer.deserialize(ended.result)
  return result === undefined ? 'completed' : `completed: ${text(result)}`
}
