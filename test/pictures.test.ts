import { readFileSync, writeFileSync } from 'node:fs'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createClient, type Swf } from '@reyield/client'
import { readRun, replayerOf } from '@reyield/inspect'
import { createLocalSwf } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { impl, order } from './pictures/program.ts'
import { panels, type Panel } from './pictures/panels.ts'
import { sequence, type Message } from './pictures/sequence.ts'

// The pictures of the docs are drawn from what really happens. REYIELD_RECORD=1 writes them.
const program = new URL('pictures/program.ts', import.meta.url)
const messages: Message[] = []
const silent = { debug() {}, info() {}, warn() {}, error() {} }
let events: readonly HistoryEvent[] = []
let execution: { workflowId: string; runId: string }

beforeAll(async () => {
  const local = await createLocalSwf()
  const connection = { swf: recording(local.swf), domain: 'shop' }
  const worker = createWorker({
    ...connection,
    taskList: 'orders',
    workflows: [order],
    activities: impl,
    pollers: 1,
    cache: false,
    logger: silent,
  })
  await worker.ready
  const handle = await createClient(connection).start(order, 'order-7', {
    taskList: 'orders',
    workflowId: 'order-7',
  })
  await handle.result()
  await worker.stop()
  execution = { workflowId: 'order-7', runId: handle.runId }
  events = (await readRun(local.swf, { domain: 'shop', ...execution })).events
  await local.close()
})

afterAll(() => expect(events).not.toEqual([]))

it('docs/pictures/one-execution.svg shows the messages of one execution', () => {
  expectPicture(
    'one-execution.svg',
    sequence(
      'The messages of one execution with two activities',
      ['client', 'Amazon SWF', 'decider', 'activity worker'],
      messages,
    ),
  )
})

it('docs/pictures/replay.svg shows how a decider runs the same code at each decision task', async () => {
  const source = readFileSync(program, 'utf8').split('\n')
  const begin = source.findIndex(line => line.startsWith('async function*'))
  const shown = source.slice(begin).slice(0, source.slice(begin).indexOf('}') + 1)
  const replayer = replayerOf([order])
  const all: Panel[] = []
  let seen = 0
  for (const { eventId, eventType } of events) {
    if (eventType !== 'DecisionTaskStarted') continue
    const { branches, decisions } = await replayer.moment({ execution, events }, { at: eventId! })
    const lines = branches.flatMap(({ lines }) => lines.map(({ line }) => line - begin))
    all.push({
      title: `Decision task ${all.length + 1}`,
      events: events
        .slice(0, eventId)
        .map(event => ({ text: `${event.eventId} ${event.eventType}`, isNew: event.eventId! > seen })),
      waitsAt: lines,
      decisions,
    })
    seen = eventId!
  }
  expectPicture(
    'replay.svg',
    panels('How a decider runs the same code again at each decision task', shown, all),
  )
})

function expectPicture(name: string, drawn: string): void {
  const file = new URL(`../docs/pictures/${name}`, import.meta.url)
  if (process.env['REYIELD_RECORD'] === '1') writeFileSync(file, drawn)
  expect(drawn).toBe(readFileSync(file, 'utf8'))
}

/** A port that keeps the messages that carry something. */
function recording(swf: Swf): Swf {
  const say = (from: string, to: string, text: string, more?: string) =>
    messages.push({ from, to, text, ...(more === undefined ? {} : { more }) })
  const service = 'Amazon SWF'
  return {
    ...swf,
    async startWorkflowExecution(input, options) {
      say('client', service, 'StartWorkflowExecution', `${input.workflowType!.name}, ${input.workflowId}`)
      return await swf.startWorkflowExecution(input, options)
    },
    async pollForDecisionTask(input, options) {
      const task = await swf.pollForDecisionTask(input, options)
      if (task.taskToken) say(service, 'decider', 'a decision task', `with ${task.events!.length} events`)
      return task
    },
    async respondDecisionTaskCompleted(input, options) {
      const decisions = input.decisions!.map(({ decisionType }) => decisionType)
      say('decider', service, 'RespondDecisionTaskCompleted', decisions.join(', '))
      return await swf.respondDecisionTaskCompleted(input, options)
    },
    async pollForActivityTask(input, options) {
      const task = await swf.pollForActivityTask(input, options)
      if (task.taskToken) say(service, 'activity worker', `an activity task`, task.activityType!.name)
      return task
    },
    async respondActivityTaskCompleted(input, options) {
      say('activity worker', service, 'RespondActivityTaskCompleted', 'its result')
      return await swf.respondActivityTaskCompleted(input, options)
    },
  }
}
