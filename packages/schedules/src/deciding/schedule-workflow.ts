import { json } from '@reyield/data'
import {
  continueAsNew,
  info,
  now,
  race,
  sleep,
  status,
  workflow,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { InvalidScheduleError } from '../errors.ts'
import { scheduleType } from '../ids.ts'
import { tagsOf } from '../tags.ts'
import { obey, runDue } from './turn.ts'
import { commands, type Command } from './commands.ts'
import { isState, type ScheduleState } from './state.ts'
import { statusOf } from './status.ts'
import type { Steps } from './steps.ts'

/** A run of the schedule ends after so many ticks, or so much time, and another one continues it. */
const mostTicks = 500
const longestRun = 30 * 86_400_000
/** Enough for what a turn of the loop can ask for. */
const leastEventsLeft = 2000

/**
 * The workflow that every schedule is an execution of. A worker with `schedules: true` has it. Without that option, and for tests, pass it
 * like any other workflow.
 *
 * @example
 * ```ts
 * createWorker({ swf, domain: 'shop', taskList: 'reports', workflows: [report, scheduleWorkflow] })
 * ```
 */
export const scheduleWorkflow: WorkflowDefinition<ScheduleState, void> = workflow(
  {
    name: scheduleType,
    version: '1.0',
    executionStartToClose: '365 days',
    childPolicy: 'ABANDON',
    description: 'A schedule of Reyield',
    serializer: json,
  },
  function* (input: ScheduleState): Steps<void> {
    if (!isState(input)) {
      throw new InvalidScheduleError(
        undefined,
        'input',
        'has another form: create schedules with @reyield/schedules',
      )
    }
    const { startedAt } = yield* info()
    const renewAt = startedAt.getTime() + longestRun
    const visible = visibleOf(input)
    let state: ScheduleState = { ...input, cursor: input.cursor ?? startedAt.getTime() }
    let received: readonly Command[] = []
    let ticks = 0
    for (;;) {
      const obeyed = yield* obey(state, [...received, ...(yield* commands.drain())])
      const turn = yield* runDue(obeyed.state)
      state = turn.state
      ticks += obeyed.ticks + turn.ticks
      const { eventsLeft } = yield* info()
      const isLong = ticks >= mostTicks || eventsLeft < leastEventsLeft || (yield* now()).getTime() >= renewAt
      if (isLong || visibleOf(state) !== visible) {
        const { taskList } = state.spec
        return yield* continueAsNew(state, { tags: tagsOf(state.spec, state.paused !== undefined), taskList })
      }
      yield* status(statusOf(state, turn.next))
      received = turn.hasMore
        ? []
        : yield* until(Math.min(turn.next ?? Infinity, state.waiting?.at ?? Infinity, renewAt))
    }
  },
)

/** What others see of an execution from outside: only a new run can change it. */
const visibleOf = ({ spec, paused }: ScheduleState) =>
  [...tagsOf(spec, paused !== undefined), spec.taskList].join('\n')

/** Waits for a time or a command. */
function* until(time: number): Steps<readonly Command[]> {
  const first = yield* race({ due: sleep(new Date(time)), command: commands })
  return first.winner === 'command' ? [first.value] : []
}
