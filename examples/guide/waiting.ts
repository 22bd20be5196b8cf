import {
  activities,
  info,
  isReyieldError,
  log,
  race,
  signal,
  sleep,
  status,
  workflow,
} from '@reyield/workflow'

const impl = {
  async remind(_: { who: string; nth: number }): Promise<void> {},
  async publish({ by }: { by: string; notes: string[] }): Promise<string> {
    return `published by ${by}`
  },
}
const { remind, publish } = activities<typeof impl>({ startToClose: '1m' })

/** Declared once, beside the workflow. Clients that send it use the same type. */
export const approved = signal<{ by: string }>('approved')
export const note = signal<string>('note')

/** Waits for an editor and sends a reminder every day. After three reminders it gives up. */
export const review = workflow(
  { name: 'review', taskList: 'guide', executionStartToClose: '30 days' },
  async function* (editor: string) {
    for (let reminders = 0; reminders <= 3; reminders++) {
      if (reminders > 0) yield* remind({ who: editor, nth: reminders })
      yield* status({ waitingFor: editor, reminders })
      const answer = yield* race({ approved, dayLater: sleep('1 day') }) // a signal that has already arrived wins at once
      if (answer.winner === 'approved') {
        const notes = yield* note.drain() // all that have arrived; doesn't wait
        return yield* publish({ by: answer.value.by, notes })
      }
    }
    const { workflowId } = yield* info()
    yield* log.warn('not approved in time', { workflowId })
    return 'not published'
  },
)

/** Waits for one approval with a timeout, which throws an error. */
export const quickReview = workflow(
  { name: 'quickReview', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (editor: string) {
    try {
      const { by } = yield* approved.receive({ timeout: '2h' })
      return yield* publish({ by, notes: [] })
    } catch (error) {
      if (!isReyieldError(error, 'TIMED_OUT')) throw error
      return `${editor} did not answer`
    }
  },
)

export { impl as reviewing, publish, remind }
