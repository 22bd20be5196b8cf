import { json } from '@reyield/data'
import { isCompleteLater } from '@reyield/worker/internal'
import { call, type CallOutcome, type MockedKind, type Work } from '../mocks/call.ts'
import type { MockTable, ResolvedMock } from '../mocks/mock-table.ts'

/** One run of a mock that did its work. */
export interface Worked<Input = unknown, Result = unknown> {
  readonly kind: MockedKind
  readonly name: string
  /** The activity's id, or the child's workflow id. */
  readonly id: string
  /** Of an activity: which attempt, from 1. */
  readonly attempt: number
  readonly input: Input
  /** The returned value. `undefined` if the mock threw an error. */
  readonly result: Result
  /** The error that it threw, if it did. */
  readonly error: unknown
  /** Whether its answer arrived. False: the answer was lost or, after `completeLater()`, never sent, and the activity timed out. */
  readonly answered: boolean
}

/** The end of a mock. `outcome` is undefined if it never answers. `worked` is empty if it wasn't called or never returned. */
export interface MockRun {
  readonly outcome: CallOutcome | undefined
  readonly worked: readonly Worked[]
}

/** Runs a mock. In a scenario no time passes meanwhile. */
export async function runMock(work: Omit<Work, 'respond'>, answered: boolean): Promise<MockRun> {
  const { kind, mock, task } = work
  const { name, id, attempt } = task
  const worked: Worked[] = []
  const record = (end: Pick<Worked, 'result' | 'error' | 'answered'>) => {
    const input = mock.serializer.deserialize(task.input) // the mock may have changed its own copy
    worked.push({ kind, name, id, attempt, input, ...end })
  }
  const watched: ResolvedMock = {
    ...mock,
    async run(input, context) {
      try {
        const result: unknown = await mock.run(input, context)
        const isLater = isCompleteLater(result) // it has done its work, and never answers
        record(
          isLater
            ? { result: undefined, error: undefined, answered: false }
            : { result, error: undefined, answered },
        )
        return result
      } catch (error) {
        record({ result: undefined, error, answered })
        throw error
      }
    },
  }
  const outcome = await new Promise<CallOutcome | undefined>((resolve, reject) => {
    const sleep = (milliseconds: number) => {
      if (milliseconds !== Infinity) return Promise.resolve()
      resolve(undefined)
      return new Promise<void>(() => undefined)
    }
    call({ ...work, mock: watched }, sleep).then(resolve, reject)
  })
  return { outcome, worked }
}

/** Runs mocks again, to restore the state that they keep. */
export async function workAgain(
  mocks: MockTable,
  worked: readonly Worked[],
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<void> {
  for (const { kind, name, id, attempt, input } of worked) {
    const mock = mockOf(mocks, kind, name, id)
    const task = { id, name, version: '1.0', attempt, taskToken: '', execution }
    await call(
      { kind, mock, task: { ...task, input: mock.serializer.serialize(input) }, heartbeat: () => 'go on' },
      async () => undefined,
    )
  }
}

function mockOf(mocks: MockTable, kind: MockedKind, name: string, id: string): ResolvedMock {
  const type = { name, version: undefined }
  if (kind === 'activity') return mocks.activity(type, id)
  if (kind === 'lambda') return { run: mocks.lambda(name, id), serializer: json }
  return mocks.child(type, id) as ResolvedMock // a child with a definition has no mock that could have run
}
