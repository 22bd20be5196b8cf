import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { register, type Swf } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { activity, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { history, type History } from '../src/index.ts'

const step = activity<number, number>('step', { startToClose: '5m', heartbeat: '30s' })
const program = workflow(
  { name: 'steps', taskList: 'main', executionStartToClose: '1h' },
  function* (_: number) {
    yield* step(1)
  },
)
const domain = 'test'
const taskList = { name: 'main' }

const schedule = (activityId: string): Decision => ({
  decisionType: 'ScheduleActivityTask',
  scheduleActivityTaskDecisionAttributes: {
    activityId,
    activityType: { name: 'step', version: '1.0' },
    input: '{"json":1}',
    taskList,
    scheduleToStartTimeout: 'NONE',
    scheduleToCloseTimeout: 'NONE',
    startToCloseTimeout: '300',
    heartbeatTimeout: '30',
  },
})
const timer = (timerId: string): Decision => ({
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: { timerId, startToFireTimeout: '60' },
})
const cancelTimer = (timerId: string): Decision => ({
  decisionType: 'CancelTimer',
  cancelTimerDecisionAttributes: { timerId },
})
const cancelActivity = (activityId: string): Decision => ({
  decisionType: 'RequestCancelActivityTask',
  requestCancelActivityTaskDecisionAttributes: { activityId },
})
const marker: Decision = {
  decisionType: 'RecordMarker',
  recordMarkerDecisionAttributes: { markerName: 'm', details: 'd' },
}
const complete: Decision = {
  decisionType: 'CompleteWorkflowExecution',
  completeWorkflowExecutionDecisionAttributes: { result: '{"json":1}' },
}
const cancel: Decision = {
  decisionType: 'CancelWorkflowExecution',
  cancelWorkflowExecutionDecisionAttributes: { details: 'd' },
}

/** The same steps for a fake history and for the local SWF. */
interface Actor {
  decisionStarted(): Promise<void>
  decided(...decisions: Decision[]): Promise<void>
  decisionTimedOut(): Promise<void>
  activityStarted(): Promise<void>
  activityCompleted(id: string): Promise<void>
  activityCanceled(id: string): Promise<void>
  activityTimedOut(id: string): Promise<void>
  timerFired(id: string): Promise<void>
  signaled(): Promise<void>
  cancelRequested(): Promise<void>
  events(): Promise<HistoryEvent[]>
}

function fake(): Actor {
  let recorded: History = history(program, { execution: { workflowId: 'w', runId: 'r' } }).started(1)
  const next = async (step: (before: History) => History) => void (recorded = step(recorded))
  return {
    decisionStarted: () => next(h => h.decisionStarted()),
    decided: (...decisions) => next(h => h.decided(decisions)),
    decisionTimedOut: () => next(h => h.decisionTimedOut()),
    activityStarted: () => next(h => h.activityStarted('1')),
    activityCompleted: id => next(h => h.activityCompleted(id, 1)),
    activityCanceled: id => next(h => h.activityCanceled(id)),
    activityTimedOut: id => next(h => h.activityTimedOut(id, 'HEARTBEAT')),
    timerFired: id => next(h => h.timerFired(id)),
    signaled: () => next(h => h.signaled('s', 1)),
    cancelRequested: () => next(h => h.cancelRequested()),
    events: async () => recorded.events,
  }
}

async function real(swf: Swf, pass: (by: string) => Promise<void>): Promise<Actor> {
  await register(swf, { domain, workflows: [program], activities: [{ name: 'step' }] })
  const { runId } = await swf.startWorkflowExecution({
    domain,
    workflowId: 'w',
    workflowType: { name: 'steps', version: '1.0' },
    input: '{"json":1}',
    lambdaRole: 'arn:aws:iam::123456789012:role/history',
  })
  let decisionToken: string | undefined
  let activityToken: string | undefined
  return {
    async decisionStarted() {
      decisionToken = (await swf.pollForDecisionTask({ domain, taskList })).taskToken
    },
    async decided(...decisions) {
      await swf.respondDecisionTaskCompleted({ taskToken: decisionToken, decisions })
    },
    decisionTimedOut: () => pass('10s'),
    async activityStarted() {
      activityToken = (await swf.pollForActivityTask({ domain, taskList })).taskToken
    },
    async activityCompleted() {
      await swf.respondActivityTaskCompleted({ taskToken: activityToken, result: '{"json":1}' })
    },
    async activityCanceled() {}, // SWF cancels it by itself, because no worker had taken the activity
    activityTimedOut: () => pass('30s'),
    timerFired: () => pass('60s'),
    async signaled() {
      await swf.signalWorkflowExecution({ domain, workflowId: 'w', signalName: 's', input: '{"json":1}' })
    },
    async cancelRequested() {
      await swf.requestCancelWorkflowExecution({ domain, workflowId: 'w' })
    },
    async events() {
      const { events } = await swf.getWorkflowExecutionHistory({
        domain,
        execution: { workflowId: 'w', runId },
      })
      return events!
    },
  }
}

const scenarios: Record<string, (actor: Actor) => Promise<void>> = {
  'one activity': async on => {
    await on.decisionStarted()
    await on.decided(schedule('1'))
    await on.activityStarted()
    await on.activityCompleted('1')
    await on.decisionStarted()
    await on.decided(complete)
  },
  'events while a decision is made, a refused close': async on => {
    await on.decisionStarted()
    await on.decided(schedule('1'), timer('2'), marker)
    await on.activityStarted()
    await on.signaled()
    await on.decisionStarted()
    await on.activityCompleted('1')
    await on.signaled()
    await on.decided(cancelTimer('2'), complete)
    await on.decisionStarted()
    await on.decided(complete)
  },
  refusals: async on => {
    await on.decisionStarted()
    await on.decided(
      schedule('1'),
      schedule('1'),
      timer('2'),
      timer('2'),
      cancelTimer('9'),
      cancelActivity('9'),
    )
    await on.decisionStarted()
    await on.decided(cancelTimer('2'), timer('2'))
    await on.timerFired('2')
  },
  timeouts: async on => {
    await on.decisionStarted()
    await on.decisionTimedOut()
    await on.decisionStarted()
    await on.signaled()
    await on.decisionTimedOut()
    await on.decisionStarted()
    await on.decided(schedule('1'))
    await on.activityStarted()
    await on.activityTimedOut('1')
  },
  'a cancel request, and the cancel of an activity that no worker had taken': async on => {
    await on.decisionStarted()
    await on.decided(schedule('1'))
    await on.cancelRequested()
    await on.decisionStarted()
    await on.decided(cancelActivity('1'))
    await on.activityCanceled('1')
    await on.decisionStarted()
    await on.decided(cancel)
  },
}

const withoutTimes = (events: HistoryEvent[]) => events.map(({ eventTimestamp: _, ...event }) => event)

describe('a fake history has the same attributes as one that the local SWF records', () => {
  it.each(Object.entries(scenarios))('%s', async (_, scenario) => {
    const clock = testClock()
    const local = await createLocalSwf({ clock })
    try {
      const [ours, theirs] = [fake(), await real(local.swf, by => clock.advance(by))]
      await scenario(ours)
      await scenario(theirs)
      expect(withoutTimes(await ours.events())).toEqual(withoutTimes(await theirs.events()))
    } finally {
      await local.close()
    }
  })
})
