import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { scriptedSwf, scriptedSwfError } from '@reyield/client/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { createWorker, stopOnSignals, type ActivityContext, type Worker } from '../src/index.ts'
import { keptLog, until } from './fixture.ts'

/** A signal that the process of the tests doesn't use. It isn't sent: its handlers are called. */
const signal = 'SIGUSR2'
const receive = () => process.emit(signal, signal)
const handlers = () => process.listenerCount(signal)

const before = handlers()
afterEach(() => expect(handlers()).toBe(before))

const task = {
  taskToken: 'token',
  activityId: '1',
  startedEventId: 6,
  workflowExecution: { workflowId: 'w', runId: 'r' },
  activityType: { name: 'step', version: '1.0' },
}

/** A worker with an activity that runs until the test ends it or its signal is aborted, and what the activity has seen. */
function busyWorker(options: { readonly sleep?: (milliseconds: number) => Promise<void> } = {}) {
  const { swf } = scriptedSwf({
    describeDomain: [{}],
    pollForActivityTask: [task],
    respondActivityTaskCompleted: [{}],
  })
  const seen: string[] = []
  let end = () => {}
  const { sleep = () => new Promise<void>(() => {}) } = options
  const worker = createWorker({
    ...{ swf, domain: 'test', taskList: 'main', register: false, concurrency: 1 },
    logger: keptLog().logger,
    timers: { now: () => 0, sleep },
    activities: {
      step: (_: unknown, { stopping, signal: aborted }: ActivityContext) =>
        new Promise<void>((resolve, reject) => {
          end = resolve
          seen.push('begun')
          stopping.addEventListener('abort', () => seen.push('stopping'))
          aborted.addEventListener('abort', () => {
            seen.push('aborted')
            reject(aborted.reason as Error)
          })
        }),
    },
  })
  return { worker, seen, end: () => end() }
}

describe('stopOnSignals', () => {
  it('stops several workers gracefully at the first signal, and at once at the second, which is the last one handled', async () => {
    const [patient, hanging] = [busyWorker(), busyWorker()]
    const stopped = stopOnSignals([patient.worker, hanging.worker], { signals: [signal] })
    await until(() => [patient, hanging].every(({ seen }) => seen.length === 1), 'running activities')
    expect(handlers()).toBe(before + 1)

    receive()
    expect([patient.seen, hanging.seen]).toEqual(Array(2).fill(['begun', 'stopping']))
    expect([patient.worker.state, hanging.worker.state]).toEqual(['stopping', 'stopping'])
    patient.end()
    await patient.worker.stopped
    expect([patient.worker.state, hanging.worker.state]).toEqual(['stopped', 'stopping'])

    receive()
    expect(handlers()).toBe(before)
    expect(hanging.seen).toEqual(['begun', 'stopping', 'aborted'])
    expect(await stopped).toBe(signal)
    expect(patient.seen).toEqual(['begun', 'stopping'])
  })

  it.each([
    [undefined, 25_000],
    ['2m', 120_000],
  ] as const)('waits for running tasks no longer than the grace %s', async (grace, milliseconds) => {
    let graceOver = () => {}
    const waited: number[] = []
    const { worker, seen } = busyWorker({
      sleep: time => new Promise(resolve => (waited.push(time), (graceOver = resolve))),
    })
    const stopped = stopOnSignals(worker, { signals: [signal], ...(grace === undefined ? {} : { grace }) })
    await until(() => seen.length === 1, 'a running activity')
    receive()
    expect(waited).toEqual([milliseconds])
    graceOver()
    expect(await stopped).toBe(signal)
    expect(seen).toEqual(['begun', 'stopping', 'aborted'])
  })

  it('handles SIGTERM and SIGINT by default, and no signal after the workers have stopped otherwise', async () => {
    const of = () => (['SIGTERM', 'SIGINT'] as const).map(each => process.listenerCount(each))
    const [terminate, interrupt] = of() as [number, number]
    const { worker, seen } = busyWorker()
    const stopped = stopOnSignals(worker)
    expect(of()).toEqual([terminate + 1, interrupt + 1])
    await until(() => seen.length === 1, 'a running activity')
    await worker.stop({ now: true })
    expect(await stopped).toBe(undefined)
    expect(of()).toEqual([terminate, interrupt])
  })

  it('stops the other workers if one can’t start, and rejects with its error', async () => {
    const { swf } = scriptedSwf({
      describeDomain: [scriptedSwfError('UnknownResourceFault', 'Unknown domain: test')],
    })
    const place = { swf, domain: 'test', taskList: 'main', register: false, logger: keptLog().logger }
    const other = busyWorker()
    await until(() => other.seen.length === 1, 'a running activity')
    const broken = createWorker({ ...place, activities: { step: () => 1 } })
    const stopped = stopOnSignals([broken, other.worker], { signals: [signal] })
    await until(() => other.seen.length === 2, 'its end of polling')
    expect(broken.state).toBe('stopped')
    other.end()
    await expect(stopped).rejects.toMatchObject({ code: 'DOMAIN_UNKNOWN' })
    expect(other.worker.state).toBe('stopped')
  })

  it.each([
    ['a grace that is no duration', { grace: '25' }, 'DURATION_INVALID'],
    ['a signal that processes can’t handle', { signals: ['SIGKILL'] }, 'OPTION_INVALID'],
    ['a signal that there is not', { signals: [signal, 'SIGTREM'] }, 'OPTION_INVALID'],
  ])('refuses %s, and handles no signal', async (_, options, code) => {
    const { worker } = busyWorker()
    expect(() => stopOnSignals(worker, options as never)).toThrow(expect.objectContaining({ code }))
    expect(handlers()).toBe(before)
    await worker.stop({ now: true })
  })
})

it('a worker says what it does', async () => {
  let registered = () => {}
  const { swf } = scriptedSwf({
    describeDomain: [() => new Promise<object>(resolve => (registered = () => resolve({})))],
  })
  const states: string[] = []
  const worker: Worker = createWorker({
    ...{ swf, domain: 'test', taskList: 'main', register: false, logger: keptLog().logger },
    activities: { step: () => 1 },
  })
  states.push(worker.state)
  await new Promise(setImmediate)
  registered()
  await worker.ready
  states.push(worker.state)
  const stopped = worker.stop({ now: true })
  states.push(worker.state)
  await stopped
  states.push(worker.state)
  expect(states).toEqual(['starting', 'polling', 'stopping', 'stopped'])
})

describe('a process that waits for stopOnSignals', () => {
  const script = fileURLToPath(new URL('../../../examples/dist/test/stubborn-worker.js', import.meta.url))

  /** Sends a signal after each of the lines that are given, and returns all lines and how the process has ended. */
  async function run(activity: 'willing' | 'stubborn', after: readonly string[]) {
    const child = spawn(process.execPath, [script, activity], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    const printed: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      printed.push(line)
      if (after.includes(line)) child.kill('SIGTERM')
    }
    return { printed, ended: await ended }
  }

  it('ends by itself, with exit code 0', async () => {
    expect(await run('willing', ['begun'])).toEqual({
      printed: ['begun', 'stopping', 'stopped by SIGTERM'],
      ended: [0, null],
    })
  })

  it('is ended by the third signal if an activity ignores that it should end', async () => {
    expect(await run('stubborn', ['begun', 'stopping', 'stopped by SIGTERM'])).toEqual({
      printed: ['begun', 'stopping', 'aborted', 'stopped by SIGTERM'],
      ended: [null, 'SIGTERM'],
    })
  })
})
