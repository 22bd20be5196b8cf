import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('../../../examples/dist/test/uncaught-errors.js', import.meta.url))

/** Runs the script with uncaught errors in a process of its own, since such errors end a process. */
async function run(args: string[], nodeOptions: string[] = []) {
  const child = spawn(process.execPath, [...nodeOptions, script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, err, printed: out === '' ? undefined : (JSON.parse(out) as unknown) }
}

/** The first line of an error that Node prints before it ends the process. */
const thrown = (err: string) => err.split('\n').find(line => /^\w*Error/.test(line))

const inWorkflows = {
  good: 'fine',
  held: [
    'rejectedPromise',
    'rejectedInFinally',
    'rejectedWithUndefined',
    'nextTickThrows',
    'microtaskThrows',
    'emitterWithoutListener',
  ],
  reportedLater: ['timerThrows', 'rejectedLater'],
  example:
    "rejectedPromise: ERROR_UNCAUGHT: A decision task can't be decided, so it will time out: Workflow 'rejectedPromise' has caused an " +
    'error that no code catches. RangeError was thrown at …, outside of what the workflow awaits: in a promise that ' +
    'rejects before it is awaited, or in a callback. Await the promise where it is created, or do this work in an activity',
}

const deep = process.env['REYIELD_DEEP'] === '1'

describe('an error that no code catches (E5)', () => {
  it('holds the execution whose code caused it, and no other one', async () => {
    expect(await run(['workflows'])).toEqual({ code: 0, err: '', printed: inWorkflows })
  })

  it.runIf(deep)('does so even if other code listens to rejections', async () => {
    expect(await run(['workflows', 'listener'])).toEqual({ code: 0, err: '', printed: inWorkflows })
  })

  it.runIf(deep)('does so even if Node only warns of rejections', async () => {
    const { code, printed } = await run(['workflows'], ['--unhandled-rejections=warn'])
    expect({ code, printed }).toEqual({ code: 0, printed: inWorkflows })
  })

  it('fails the activity whose code caused it, and aborts its signal', async () => {
    const left = 'RangeError: left'
    const { code, err, printed } = await run(['failures'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(printed).toEqual({
      outcomes: {
        right: 'copied',
        rejectedPromise: left,
        rejectedInFinally: left,
        rejectedWithUndefined: expect.stringMatching(/^UnhandledPromiseRejection: /) as string,
        nextTickThrows: left,
        microtaskThrows: left,
        emitterWithoutListener: left,
        timerThrows: left,
        rejectedLater: left,
        heartbeatTooLong: expect.stringMatching(/^PayloadTooLongError: /) as string,
        heartbeatUnserializable: expect.stringMatching(/^UnserializablePayloadError: /) as string,
        returnsAtOnce: left,
        leavesLaterThanItsEnd: 'nothing',
      },
      aborted: 10,
      lines: 12,
    })
  })

  it.each(['rejection', 'timer'])('of other code ends the process as usual: a %s', async how => {
    const { code, err, printed } = await run(['outside', how])
    expect([code, thrown(err), printed]).toEqual([1, 'RangeError: left', undefined])
  })

  it('of other code goes to its listeners', async () => {
    expect(await run(['outside', 'listener'])).toEqual({ code: 0, err: '', printed: ['RangeError: left'] })
  })

  it('leaves no listener when all workers have stopped', async () => {
    const { printed } = await run(['stopped'])
    expect(printed).toEqual({
      during: [0, 1, 0, 1, 1],
      withOne: [0, 1, 0, 1, 1],
      after: [0, 0, 0, 0, 0],
      sameQueueMicrotask: true,
    })
  })
})
