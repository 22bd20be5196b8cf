import { endOf, historyOf } from '../../simulator/execution.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import type { StepKind } from './kind.ts'

/** Time passes to the next timer or timeout. */
export const pass: StepKind<'pass'> = {
  key: [],
  *enabled(point) {
    if (canPass(point)) yield { step: { do: 'pass' }, expected: true }
  },
  take({ simulator: { swf } }) {
    const before = new Map([...swf.executions.values()].map(one => [one, one.events.length]))
    const from = swf.now
    swf.passDeadline()
    const added = [...swf.executions.values()].flatMap(one => historyOf(one).slice(before.get(one) ?? 0))
    const timer = added.find(({ timerFiredEventAttributes }) => timerFiredEventAttributes)
    const { timerId } = timer?.timerFiredEventAttributes ?? {}
    const [, retried] = /^(.+)~\d+$/.exec(timerId ?? '') ?? []
    const what =
      retried !== undefined
        ? `the wait before the next attempt of '${retried}' ended`
        : timerId === undefined
          ? `${added[0]?.eventType ?? 'nothing'}`
          : `timer '${timerId}' fired`
    const when = swf.now === from ? 'then' : `${durationText(swf.now - from)} later`
    return { sentence: `${when} ${what}`, code: 'advanceToNextDeadline()' }
  },
}

/**
 * Whether time can pass. It doesn't pass to the execution's own timeout, and not to that of a mocked child whose
 * outcomes don't contain `timedOut`.
 */
function canPass({ simulator, options, state }: ScenarioPoint): boolean {
  const next = simulator.swf.nextDeadline
  if (state.open !== undefined || next === undefined || next >= endOf(simulator.root)) return false
  return !simulator.mockedChildren.some(
    child =>
      next >= endOf(child) &&
      !state.hanging.includes(child.runId) &&
      !outcomesOf(options, child.workflowType.name).includes('timedOut'),
  )
}

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [name, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1]
  return `${seconds / size} ${name}${seconds === size ? '' : 's'}`
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const
