import type { Decision } from '@aws-sdk/client-swf'
import { createLocalSwf, testClock, type TestClock } from '@reyield/local'
import { workflow } from '@reyield/workflow'
import { createClient, register, swfMethods, type Client, type Swf, type SwfMethod } from '../src/index.ts'

const declared = { taskList: 'l', executionStartToClose: '22 hours', childPolicy: 'ABANDON' } as const

/** A workflow whose decisions are made by the test. */
export const order = workflow({ name: 'order', ...declared }, function* (_: number) {
  yield* []
  return 'never run'
})
export const orderTwo = workflow({ name: 'order', version: '2.0', ...declared }, order.run)
export const other = workflow({ name: 'other', ...declared }, order.run)

/** How a run can be closed, and the status that SWF has for it. */
export const closeStatuses = {
  completed: 'COMPLETED',
  failed: 'FAILED',
  canceled: 'CANCELED',
  terminated: 'TERMINATED',
  timedOut: 'TIMED_OUT',
} as const

export type CloseKind = keyof typeof closeStatuses

/** A local SWF whose clock only the test moves, a client of it, and methods that change the execution 'w'. */
export interface ChainSetup extends AsyncDisposable {
  readonly swf: Swf
  readonly clock: TestClock
  readonly client: Client
  /** All runs of 'w', in the order in which they started. */
  readonly runs: string[]
  /** The calls of the client since the last `before`. */
  readonly calls: SwfMethod[]
  /** Starts 'w' and returns its run. */
  start(definition?: typeof order): Promise<string>
  /** Continues the open run as new and returns the new run. */
  continueAsNew(version?: string): Promise<string>
  /** Sets the status of the open run. */
  setStatus(status: string): Promise<void>
  /** Closes the open run. */
  close(how?: CloseKind): Promise<void>
  /** Sets a function that runs before each of the client's next calls; the first call has number 0. */
  before(turn: (call: number) => Promise<unknown> | undefined): void
  /** Returns the names of the signals that a run has recorded. */
  signals(runId: string): Promise<string[]>
}

export async function chainSetup(): Promise<ChainSetup> {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const swf: Swf = local.swf
  await register(swf, { domain: 'd', retentionDays: 1, workflows: [order, orderTwo, other] })
  let turn: Parameters<ChainSetup['before']>[0] = () => undefined
  const calls: SwfMethod[] = []
  const port = Object.fromEntries(
    swfMethods.map(method => [
      method,
      async (input: never, options: object) => {
        await turn(calls.length)
        calls.push(method)
        return swf[method](input, options)
      },
    ]),
  ) as unknown as Swf
  const timers = { now: () => clock.now(), sleep: (milliseconds: number) => clock.advance(milliseconds) }
  const client = createClient({ swf: port, domain: 'd', timers })
  const runs: string[] = []
  const workflowId = 'w'

  const answer = async (more: { decisions?: Decision[]; executionContext?: string }) => {
    const task = await swf.pollForDecisionTask({ domain: 'd', taskList: { name: 'l' } })
    await swf.respondDecisionTaskCompleted({ taskToken: task.taskToken!, ...more })
  }
  const newest = async () => {
    const { executionInfos } = await swf.listOpenWorkflowExecutions({
      domain: 'd',
      executionFilter: { workflowId },
      startTimeFilter: { oldestDate: new Date(0) },
    })
    return executionInfos![0]!.execution!.runId!
  }
  /** Makes sure that a decision task is waiting. */
  const awaken = async () => {
    const { count } = await local.swf.countPendingDecisionTasks({ domain: 'd', taskList: { name: 'l' } })
    if (count === 0) await swf.signalWorkflowExecution({ domain: 'd', workflowId, signalName: 'awaken' })
  }

  return {
    swf,
    clock,
    client,
    runs,
    calls,
    async start(definition = order) {
      const handle = await createClient({ swf, domain: 'd' }).start(definition, 1, { workflowId })
      runs.push(handle.runId)
      return handle.runId
    },
    async continueAsNew(version) {
      await awaken()
      await answer({
        decisions: [
          {
            decisionType: 'ContinueAsNewWorkflowExecution',
            continueAsNewWorkflowExecutionDecisionAttributes: {
              ...(version === undefined ? {} : { workflowTypeVersion: version }),
              input: '{"json":2}',
            },
          },
        ],
      })
      await clock.advance(1)
      runs.push(await newest())
      return runs.at(-1)!
    },
    async setStatus(status) {
      await awaken()
      await answer({
        executionContext: JSON.stringify({ reyield: 1, status: JSON.stringify({ json: status }) }),
      })
    },
    async close(how = 'completed') {
      if (how === 'terminated') {
        await swf.terminateWorkflowExecution({ domain: 'd', workflowId })
      } else if (how === 'timedOut') {
        await clock.advance('22 hours')
      } else {
        await awaken()
        await answer({ decisions: [decisions[how]] })
      }
      await clock.advance(1)
    },
    before(next) {
      calls.length = 0
      turn = next
    },
    async signals(runId) {
      const { events } = await swf.getWorkflowExecutionHistory({
        domain: 'd',
        execution: { workflowId, runId },
      })
      return events!.flatMap(event => event.workflowExecutionSignaledEventAttributes?.signalName ?? [])
    },
    [Symbol.asyncDispose]: () => local.close(),
  }
}

const decisions = {
  completed: {
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: { result: '{"json":"done"}' },
  },
  failed: {
    decisionType: 'FailWorkflowExecution',
    failWorkflowExecutionDecisionAttributes: { reason: 'Error: no' },
  },
  canceled: { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
} satisfies Record<string, Decision>
