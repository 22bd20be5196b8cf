import { all, child, continueAsNew, signal, sleep, workflow } from '@reyield/workflow'

export { BookingWorkflow } from '../../../../examples/04-booking/workflows.ts'

/** Counts rounds, each in a run of its own. */
export const rounds = workflow(
  { name: 'rounds', taskList: 'rounds', executionStartToClose: '1 hour' },
  async function* (round: number) {
    if (round < 3) yield* continueAsNew(round + 1)
    return round
  },
)

/** Waits for a child that waits for a minute. */
export const parent = workflow(
  { name: 'parent', taskList: 'rounds', executionStartToClose: '1 hour' },
  async function* () {
    return yield* all([child(rounds, 3), child(minute)])
  },
)

/** Waits for a minute. */
export const minute = workflow(
  { name: 'minute', taskList: 'rounds', executionStartToClose: '1 hour' },
  async function* () {
    yield* sleep('1m')
  },
)

/** Text that comes from outside. */
export const note = signal<string>('<b onclick=alert(5)>note')

/** Receives notes, and keeps them in a variable. */
export const notes = workflow(
  { name: '<img src=x onerror=alert(6)>', taskList: 'rounds', executionStartToClose: '1 hour' },
  async function* (first: string) {
    const texts = [first]
    for (;;) {
      texts.push(yield* note)
      yield* sleep(1)
      if (texts.length > 3) return texts
    }
  },
)
