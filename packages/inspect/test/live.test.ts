import { createLocalSwf, testClock } from '@reyield/local'
import { register, type Swf } from '@reyield/client'
import { superjson, type PayloadPipeline } from '@reyield/data'
import { pipelineOf, writeContext } from '@reyield/data/internal'
import { activities, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { readRun, replayerOf, viewExecution, where } from '../src/index.ts'

const { charge } = activities<{ charge(of: string): string }>({ startToClose: '5m' })
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day', childPolicy: 'TERMINATE' },
  async function* (of: string) {
    return yield* charge(of)
  },
)
const secret = 'vase'
const context = { domain: 'd', workflowId: '' }
/** Reverses texts, and counts. */
const counting = () => {
  const seen = { decoded: 0 }
  const turned = (text: string) => [...text].reverse().join('')
  const pipeline: PayloadPipeline = [
    { name: 'turned', encode: turned, decode: text => (seen.decoded++, turned(text)) },
  ]
  return { pipeline, seen, encode: (text: string) => pipelineOf(pipeline).encode(text, context) }
}

/** A local SWF whose decisions are made by hand. */
async function setup() {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const swf: Swf = local.swf
  await register(swf, { domain: 'd', workflows: [order], activities: [{ name: 'charge' }] })
  const input = await counting().encode(superjson.serialize(secret)!)
  const answer = async (more: object = {}) => {
    const { taskToken } = await swf.pollForDecisionTask({
      domain: 'd',
      taskList: { name: 'orders' },
      identity: '7@host build/41f',
    })
    await swf.respondDecisionTaskCompleted({ taskToken: taskToken!, ...more })
  }
  return {
    swf,
    clock,
    answer,
    start: async () => {
      const { name, version } = order
      const { runId } = await swf.startWorkflowExecution({
        domain: 'd',
        workflowId: 'order-7',
        workflowType: { name, version },
        input,
      })
      return runId!
    },
    schedule: () =>
      answer({
        decisions: [
          {
            decisionType: 'ScheduleActivityTask',
            scheduleActivityTaskDecisionAttributes: {
              activityType: { name: 'charge', version: '1.0' },
              activityId: '1',
              taskList: { name: 'orders' },
              input,
              startToCloseTimeout: '300',
              scheduleToStartTimeout: 'NONE',
              scheduleToCloseTimeout: 'NONE',
              heartbeatTimeout: 'NONE',
            },
          },
        ],
      }),
    close: () => answer({ decisions: [{ decisionType: 'CompleteWorkflowExecution' }] }),
    continueAsNew: () => answer({ decisions: [{ decisionType: 'ContinueAsNewWorkflowExecution' }] }),
    [Symbol.asyncDispose]: () => local.close(),
  }
}

const target = { domain: 'd', workflowId: 'order-7' }

describe('executions in SWF', () => {
  it('are read without a run id as the open run, else as the one that closed last; with it as that run', async () => {
    await using swf = await setup()
    const first = await swf.start()
    await swf.close()
    await swf.clock.advance(1000)
    const second = await swf.start()
    const read = async (runId?: string) => {
      const { execution, events } = await readRun(swf.swf, { ...target, runId })
      return [execution, events.at(-1)!.eventType]
    }
    expect(await read()).toEqual([{ workflowId: 'order-7', runId: second }, 'DecisionTaskScheduled'])
    await swf.continueAsNew()
    const { execution } = await readRun(swf.swf, target)
    expect(execution.runId).not.toBe(second)
    expect(await read(second)).toEqual([
      { workflowId: 'order-7', runId: second },
      'WorkflowExecutionContinuedAsNew',
    ])
    await swf.close()
    expect((await read())[0]).toEqual(execution)
    expect((await read(first))[0]).toEqual({ workflowId: 'order-7', runId: first })
    await expect(
      readRun(swf.swf, { domain: 'd', workflowId: 'order-8', runId: first }),
    ).rejects.toMatchObject({
      code: 'EXECUTION_UNKNOWN',
    })
    await expect(readRun(swf.swf, { ...target, domain: 'e', runId: first })).rejects.toMatchObject({
      code: 'DOMAIN_UNKNOWN',
    })
  })

  it('are read to their last page', async () => {
    await using swf = await setup()
    await swf.start()
    for (let n = 0; n < 1200; n++) await swf.swf.signalWorkflowExecution({ ...target, signalName: 's' })
    const { events } = await readRun(swf.swf, target)
    expect([events.length, events.at(-1)!.eventId]).toEqual([1202, 1202])
  })

  it('are viewed at present; the pipeline decodes payloads only if they are asked for', async () => {
    await using swf = await setup()
    const runId = await swf.start()
    await swf.schedule()
    const { pipeline, seen } = counting()
    const now = new Date(swf.clock.now() + 600_000)
    const redacted = await viewExecution(swf.swf, target, { pipeline, now })
    expect(seen.decoded).toBe(0)
    expect(JSON.stringify(redacted)).not.toContain(secret)
    expect([redacted.runId, redacted.code.decidedBy, redacted.problems.map(({ kind }) => kind)]).toEqual([
      runId,
      '41f',
      ['activityNotStarted'],
    ])
    const shown = await viewExecution(swf.swf, target, { pipeline, payloads: true, definition: order })
    expect([shown.input!.value, shown.steps[0]!.input!.value]).toEqual([secret, secret])
    expect(shown.branches!.map(({ id, operation }) => [id, operation])).toEqual([['1', "activity 'charge'"]])
    expect(shown.sizes).toEqual(redacted.sizes)
  })

  it('that are held show the message, which the pipeline decodes', async () => {
    await using swf = await setup()
    await swf.start()
    const { pipeline, encode } = counting()
    const error = { code: 'TYPE_UNKNOWN', message: 'encoded', encoded: await encode('not served') }
    await swf.answer({ executionContext: writeContext({ error }) })
    const heldBy = async (options: Parameters<typeof viewExecution>[2]) => {
      const { decisionTasks, problems } = await viewExecution(swf.swf, target, {
        now: new Date(swf.clock.now()),
        ...options,
      })
      return [decisionTasks[0]!.held, problems.map(({ kind }) => kind)]
    }
    expect(await heldBy({ pipeline })).toEqual([{ code: 'TYPE_UNKNOWN', message: 'not served' }, ['held']])
    expect(await heldBy({})).toEqual([{ code: 'TYPE_UNKNOWN', message: 'encoded' }, ['held']])
  })

  it('wait at source lines, at present and at an earlier event', async () => {
    await using swf = await setup()
    await swf.start()
    await swf.schedule()
    const { pipeline } = counting()
    const [branch] = await where(swf.swf, target, { definition: order, pipeline, variables: true })
    expect([branch!.id, branch!.lines[0]!.text?.trim(), branch!.variables]).toEqual([
      '1',
      'return yield* charge(of)',
      { of: '"vase"' },
    ])
    expect(await where(swf.swf, target, { replayer: replayerOf([order]), pipeline, at: 1 })).toHaveLength(1)
    await expect(where(swf.swf, target, {})).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    await expect(where(swf.swf, target, { replayer: replayerOf([]), pipeline })).rejects.toMatchObject({
      code: 'DEFINITION_MISSING',
    })
  })
})
