import {
  activities,
  allSettled,
  child,
  continueAsNew,
  isReyieldError,
  sideEffect,
  signalExternal,
  workflow,
  type AnyWorkflow,
  type ErrorCode,
  type Operation,
  type Schema,
} from '@reyield/workflow'

const { step } = activities<{ step(input: unknown): Promise<number> }>({ startToClose: '1m' })

const long = 'x'.repeat(32_769)

const number: Schema<number> = {
  '~standard': {
    version: 1,
    vendor: 'golden',
    validate: value => (typeof value === 'number' ? { value } : { issues: [{ message: 'no', path: ['n'] }] }),
  },
}
const checked = workflow(
  { name: 'checked', taskList: 'helpers', executionStartToClose: '1h', input: number },
  function* (_: number) {},
)

/** Operations that SWF would refuse, for each reason, and the error that is thrown. */
const refused: readonly (readonly [ErrorCode, () => Operation<unknown>])[] = [
  ['PAYLOAD_TOO_LONG', () => step(long)],
  ['PAYLOAD_UNSERIALIZABLE', () => step({ order: [() => 1] })],
  ['PAYLOAD_UNSERIALIZABLE', () => sideEffect(() => ({ at: Symbol('x') }))],
  ['DURATION_INVALID', () => step.with({ startToClose: '1158 days' })(1)],
  ['DEFINITION_INVALID', () => signalExternal({ workflowId: 'nobody', runId: 'r'.repeat(65) }, 'told', 1)],
  ['INPUT_INVALID', () => child(checked, 'one' as never)],
]

/** Programs that catch errors of refused operations (rule E4), and decide depending on them. */
export const refusedValues: Readonly<Record<string, AnyWorkflow>> = {
  'refused-values': workflow({ name: 'refused-values' }, async function* () {
    let known = 0
    for (const [code, ask] of refused) {
      try {
        yield* ask()
      } catch (error) {
        if (isReyieldError(error, code)) known++
      }
    }
    yield* step.with({ id: `known-${known}` })(1)
    const settled = yield* allSettled([step(long), step(2)])
    for (let tries = 0; tries < 2; tries++) {
      try {
        yield* continueAsNew(long)
      } catch {
        known++
      }
    }
    yield* step.with({ id: `known-${known}` })(3)
    return settled.map(one => one.status)
  }),
  'refused-result': workflow({ name: 'refused-result', workflowErrors: 'fail' }, async function* () {
    yield* step(1)
    return long
  }),
}
