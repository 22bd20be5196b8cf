import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { activities, signal, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { explore, replace, run, send, type FakeContext } from '../index.ts'

const long = 'x'.repeat(33_000)
const note = signal<string>('note')
const { step } = activities<{ step(input: string): Promise<unknown> }>({ startToClose: '1m' })
const one = workflow({ name: 'one', executionStartToClose: '1 day' }, async function* (input: string) {
  try {
    return yield* step(input)
  } catch (error) {
    return ((error as Error).cause as { code?: string; message: string }).message
  }
})
const waits = workflow({ name: 'waits', executionStartToClose: '1 day' }, async function* () {
  return yield* note
})

describe('a run and an exploration apply the checks of workers and clients', () => {
  it.each<[string, (input: string, context: FakeContext) => unknown, string]>([
    [
      'a result that is too long',
      () => long,
      "The result of activity 'step' has 33011 characters, SWF takes 32768",
    ],
    [
      'details of a heartbeat that are too long',
      (_, { heartbeat }) => heartbeat('x'.repeat(2040)),
      "The details of a heartbeat of activity 'step' has 2051 characters, SWF takes 2048",
    ],
  ])('to %s: the activity fails', async (_, act, message) => {
    const world = { activities: { step: act } }
    const { result } = await run(one, 'x', world)
    expect(result).toMatch(new RegExp(`^${message.slice(0, 30)}`))
    const results = new Set<unknown>()
    await explore(one, 'x', {
      ...world,
      endings: { step: ['completes'] },
      cancelRequests: 0,
      finally: { 'it ends': story => results.add(story.result) },
    })
    expect([...results]).toEqual([result])
  })

  it.each<[string, () => unknown, string]>([
    ['an input that is too long', () => run(one, long), 'PAYLOAD_TOO_LONG'],
    ['an input of an exploration', () => explore(one, long), 'PAYLOAD_TOO_LONG'],
    ['a signal that is too long', () => run(waits, undefined).signal(note, long), 'PAYLOAD_TOO_LONG'],
    [
      'a signal of the world',
      () => run(waits, undefined, { signals: [send(note, long)] }),
      'PAYLOAD_TOO_LONG',
    ],
    ['a reason that is too long', () => run(waits, undefined).terminate('x'.repeat(257)), 'PAYLOAD_TOO_LONG'],
    ['a workflow id that SWF refuses', () => run(one, 'x', { workflowId: 'a:b' }), 'DEFINITION_INVALID'],
    [
      'an activity of a bad name',
      () => run(one, 'x', { activities: { 'a/b': () => 1 } }),
      'DEFINITION_INVALID',
    ],
    [
      'two activities of one type',
      () => run(one, 'x', { activities: [replace(step, () => 1), replace(step, () => 2)] }),
      'DEFINITION_DUPLICATE',
    ],
    ['two children of one type', () => run(one, 'x', { children: [waits, waits] }), 'DEFINITION_DUPLICATE'],
  ])('to %s', async (_, act, code) => {
    await expect((async () => await act())()).rejects.toMatchObject({ code })
  })

  it('to errors that no code catches: the activity fails, and the workflow is held', async () => {
    const program = `
      import { activities, signal, sleep, workflow } from '@reyield/workflow'
      import { explore, run } from '@reyield/testing'
      const { step } = activities({ startToClose: '1m' })
      const options = { name: 'w', executionStartToClose: '1 day' }
      const does = workflow(options, async function* () {
        try { return yield* step() } catch (error) { return String(error.cause.message) }
      })
      const leaves = workflow(options, async function* () {
        void Promise.reject(new RangeError('left behind'))
        yield* sleep('1s')
      })
      const acts = {
        rejects: async () => { void Promise.reject(new Error('left behind')); await new Promise(done => setTimeout(done, 5)) },
        heartbeats: async (_, { heartbeat }) => { void heartbeat('x'.repeat(3000)); await new Promise(done => setTimeout(done, 5)) },
      }
      const told = {}
      for (const [name, act] of Object.entries(acts)) told[name] = (await run(does, undefined, { activities: { step: act } })).result
      told.run = await run(leaves).then(() => 'ended', error => error.code)
      told.explore = await explore(leaves).then(() => 'complete', error => error.cause?.code ?? error.code)
      console.log(JSON.stringify(told))
    `
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('../../', import.meta.url).pathname,
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    expect(JSON.parse(stdout)).toEqual({
      rejects: 'left behind',
      heartbeats: expect.stringMatching(/^The details of a heartbeat of activity 'step'/) as unknown,
      run: 'ERROR_UNCAUGHT',
      explore: 'ERROR_UNCAUGHT',
    })
  })
})
