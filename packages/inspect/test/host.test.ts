import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { superjson, UnreadablePayloadError } from '@reyield/data'
import { decodeEvents } from '@reyield/data/internal'
import { signal, workflow } from '@reyield/workflow'
import { afterEach, describe, expect, it } from 'vitest'
import { BookingWorkflow } from '../../../examples/04-booking/workflows.ts'
import {
  hostsOf,
  replayerOf,
  startReplayHost,
  type Moment,
  type ReplayHost,
  type ReplayHostOptions,
} from '../src/index.ts'
import { bookingMoments } from './booking-moments.ts'
import { bookingRun, inShort, moments } from './booking.ts'
import { moduleOf, startedRun } from './modules.ts'

const open: ReplayHost[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(host => host.close()))
})

/** A host that is closed after the test, with a timeout for busy machines. */
function hostOf(options: ReplayHostOptions): ReplayHost {
  const host = startReplayHost({ timeout: '60s', loadTimeout: '60s', ...options })
  open.push(host)
  return host
}
const sleeping = `export const order = workflow(options, function* (input) { const seen = input; yield* sleep('1h') })`

/** Waits for something that happens in another process. */
async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await setTimeout(20)) {
    if (Date.now() > deadline) throw new Error(`Not within 30 s: ${what}`)
  }
}
/** The history of a loop that has done so many of its steps, one after the other, and is about to do the next. */
function loopRun(rounds: number) {
  const events = Array.from({ length: rounds }, (_, round) => {
    const scheduledEventId = 2 + 6 * round
    const startedEventId = scheduledEventId + 4
    return [
      { eventType: 'DecisionTaskStarted', decisionTaskStartedEventAttributes: { scheduledEventId } },
      {
        eventType: 'DecisionTaskCompleted',
        decisionTaskCompletedEventAttributes: { scheduledEventId, startedEventId: scheduledEventId + 1 },
      },
      {
        eventType: 'ActivityTaskScheduled',
        activityTaskScheduledEventAttributes: {
          activityId: String(round + 1),
          activityType: { name: 'step', version: '1.0' },
          input: superjson.serialize(round),
          decisionTaskCompletedEventId: scheduledEventId + 2,
        },
      },
      {
        eventType: 'ActivityTaskStarted',
        activityTaskStartedEventAttributes: { scheduledEventId: scheduledEventId + 3 },
      },
      {
        eventType: 'ActivityTaskCompleted',
        activityTaskCompletedEventAttributes: {
          scheduledEventId: scheduledEventId + 3,
          startedEventId,
          result: superjson.serialize(round),
        },
      },
      { eventType: 'DecisionTaskScheduled' },
    ]
  })
  return startedRun(rounds + 1, events.flat())
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a replay host', () => {
  it('shows variables as they are in a loop that has run thousands of times', async () => {
    const rounds = 3000
    const code = `const { step } = activities({ startToClose: '1m' })
      export const order = workflow(options, async function* (count) {
        let last = 0
        for (let i = 0; i < count; i++) last = yield* step(i)
        return last
      })`
    const host = hostOf({ workflows: [moduleOf(code)] })
    const { branches } = await host.moment(loopRun(rounds), { variables: true })
    expect(branches[0]?.variables).toEqual({
      count: String(rounds + 1),
      i: String(rounds),
      last: String(rounds - 1),
    })
  })

  const withoutColumns = (moment: Moment) =>
    JSON.parse(JSON.stringify(moment), (key, value: unknown) => (key === 'column' ? 0 : value)) as Moment

  it.each([
    ['from a build', { workflows: ['examples/dist/04-booking/workflows.js'] }],
    [
      'from sources by tsx',
      { workflows: [new URL('../../../examples/04-booking/workflows.ts', import.meta.url).href] },
    ],
  ])('shows the same moments %s as this process from sources', async (_, options) => {
    const run = await bookingRun()
    const cwd = fileURLToPath(new URL('../../..', import.meta.url))
    const host = hostOf({ ...options, cwd, buildId: '52a' })
    const found = await Promise.all(moments.map(at => host.moment(run, { at, variables: true })))
    const variables = (key: string, value: unknown) =>
      key !== 'variables' || !('undo2' in (value as object)) ? value : { undo: 'function' } // a name that tsx has changed
    expect(JSON.parse(JSON.stringify(found.map(inShort)), variables)).toEqual(
      JSON.parse(JSON.stringify(bookingMoments)),
    )
    expect(found[0]!.branches[0]!.since!.at).toEqual(new Date('2026-01-01'))
    const here = await replayerOf([BookingWorkflow]).moment(run, { at: 41 })
    expect(withoutColumns(await host.moment(run, { at: 41 }))).toEqual(withoutColumns(here))
    expect(await host.check(run)).toEqual({ decisionTasks: 9, error: undefined })
    expect(host.buildId).toBe('52a')
  })

  it('runs TypeScript without tsx if Node can, and says what is missing if it cannot', async () => {
    const code = `export default workflow(options, function* (input: string) { yield* sleep('1h') })`
    const answer = await hostOf({ workflows: [moduleOf(code, 'mts')], timeout: '365 days' })
      .moment(startedRun())
      .catch((error: unknown) => error)
    expect(answer).toMatchObject(
      (process.features as { typescript?: unknown }).typescript
        ? { branches: [{ operation: 'sleep of 3600000 ms' }] }
        : {
            code: 'REPLAY_HOST_FAILED',
            message: expect.stringMatching(
              /^The workflow module .*\.mts can't be loaded: .*\. Install tsx in its project, or use Node 22\.18 or later$/,
            ) as string,
          },
    )
  })

  it('runs TypeScript with a given loader', async () => {
    const typescriptLoader = new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url).href
    const workflows = [
      moduleOf(
        `enum Kind { Order = 'order' }\nexport default workflow({ ...options, name: Kind.Order }, function* (input: string) { yield* sleep('1h') })`,
        'mts',
      ),
    ]
    const { branches } = await hostOf({ workflows, typescriptLoader }).moment(startedRun())
    expect(branches[0]!.lines[0]!.text).toMatch(/^export default workflow/)
  })

  it('says what the modules declare', async () => {
    const host = hostOf({
      workflows: [
        moduleOf(
          `export const approved = signal('approved'), unused = { more: [signal('paid')], calls: activities({ startToClose: '1m' }) }
           export const order = workflow({ ...options, taskList: 'orders', retired: ['old'] }, function* () { yield* approved })`,
        ),
      ],
      serializer: 'json',
    })
    const [order, ...others] = await host.definitions()
    expect([others, (await host.signals()).map(({ name }) => name)]).toEqual([[], ['approved', 'paid']])
    expect(order).toEqual({
      kind: 'workflow',
      name: 'order',
      version: '1.0',
      taskList: 'orders',
      file: expect.stringMatching(/workflows\.mjs$/) as string,
      executionStartToClose: '86400',
      taskStartToClose: '10',
      childPolicy: 'TERMINATE',
      serializer: 'json',
      retired: ['old'],
    })
    const activityModule = moduleOf(
      `export function charge() {}\nexport default () => 1\nexport class Declined extends Error {}
       export const list = [{ name: 'pack', version: '2.0', run() {} }, { name: 'ship', run() {} }, undefined]`,
    )
    expect(await host.activityTypes([activityModule])).toEqual([
      { name: 'charge', version: '1.0' },
      { name: 'pack', version: '2.0' },
      { name: 'ship', version: '1.0' },
    ])
    await expect(host.activityTypes(['none.mjs'])).rejects.toMatchObject({ code: 'REPLAY_HOST_FAILED' })
  })

  it('has no credentials of AWS in its environment', async () => {
    const names = [
      'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'SECURITY_TOKEN', 'CREDENTIAL_EXPIRATION', 'PROFILE', 'DEFAULT_PROFILE',
      'SHARED_CREDENTIALS_FILE', 'CONFIG_FILE', 'WEB_IDENTITY_TOKEN_FILE', 'ROLE_ARN', 'ROLE_SESSION_NAME', 'SDK_LOAD_CONFIG',
      'CONTAINER_CREDENTIALS_FULL_URI', 'CONTAINER_CREDENTIALS_RELATIVE_URI', 'CONTAINER_AUTHORIZATION_TOKEN',
      'CONTAINER_AUTHORIZATION_TOKEN_FILE', 'EC2_METADATA_SERVICE_ENDPOINT', 'BEARER_TOKEN_BEDROCK', 'LOGIN_CACHE_DIRECTORY',
    ] // prettier-ignore
    const env = {
      ...Object.fromEntries(names.map(name => [`AWS_${name}`, 'secret'])),
      aws_secret_access_key: 'secret',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      SHOP: 'oslo',
    }
    const workflows = [
      moduleOf(`const seen = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(aws|shop)/i.test(name)).sort())
      export const order = workflow(options, function* () { const env = JSON.stringify(seen); yield* sleep('1h') })`),
    ]
    const { branches } = await hostOf({ workflows, env: { ...process.env, ...env } }).moment(startedRun(), {
      variables: true,
    })
    expect(JSON.parse(JSON.parse(branches[0]!.variables!['env']!) as string)).toEqual({
      AWS_CONFIG_FILE: '/dev/null',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: 'eu-west-1',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      SHOP: 'oslo',
    })
  })

  it('is ended when a workflow loops without an end, and the next request starts another one', async () => {
    const host = hostOf({
      workflows: [
        moduleOf(
          `export const order = workflow(options, function* (input) { while (input === 'loop'); yield* sleep('1h') })`,
        ),
      ],
      timeout: '2s',
    })
    const [looping, behind] = await Promise.allSettled([
      host.moment(startedRun('loop'), { at: 2 }),
      host.moment(startedRun('go on')),
    ])
    expect(looping).toMatchObject({
      reason: {
        code: 'REPLAY_HOST_TIMED_OUT',
        message: expect.stringMatching(
          /^The replay host took longer than 2 s to replay a history up to event 2, and was ended\./,
        ) as string,
      },
    })
    expect(behind).toMatchObject({ value: { branches: [{ operation: 'sleep of 3600000 ms' }] } })
  })

  it('reports modules that end the process, with what they print, and modules that throw', async () => {
    const failure = (code: string) =>
      hostOf({ workflows: [moduleOf(code)] })
        .moment(startedRun())
        .catch((error: unknown) => error)
    expect(await failure(`console.error('bye'); process.exit(7)`)).toMatchObject({
      code: 'REPLAY_HOST_FAILED',
      message: "The replay host's process ended with exit code 7: bye",
    })
    expect(await failure(`throw new RangeError('no connection')`)).toMatchObject({
      code: 'REPLAY_HOST_FAILED',
      name: 'ReplayHostFailedError',
      message: expect.stringMatching(
        /^The workflow module \/.*\.mjs can't be loaded: RangeError: no connection$/,
      ) as string,
    })
  })

  it('reports a module that never finishes loading', async () => {
    const host = hostOf({
      workflows: [moduleOf('await new Promise(() => setInterval(() => {}, 1e6))')],
      loadTimeout: '1s',
    })
    await expect(host.definitions()).rejects.toMatchObject({
      code: 'REPLAY_HOST_TIMED_OUT',
      message: expect.stringMatching(/took longer than 1 s to load the workflow modules/) as string,
    })
  })

  it('answers although the code prints, sends messages, throws in callbacks and removes nothing of the host', async () => {
    const noise = `
      process.send?.({ id: 1, body: { value: 'wrong' } })
      Promise.reject(new Error('of a module'))
      setTimeout(() => { throw new Error('in a callback') }, 0)
      const noise = 'noise '.repeat(20_000)
      const shout = () => { for (let i = 0; i < 50; i++) { process.stdout.write(noise); process.stderr.write(noise); console.log(noise) } }
      shout()
      export const order = workflow(options, function* (input) { shout(); yield* sleep('1h') })`
    const { branches } = await hostOf({ workflows: [moduleOf(noise)] }).moment(startedRun())
    expect(branches).toMatchObject([{ operation: 'sleep of 3600000 ms' }])
  })

  it('keeps the code and the message of an error', async () => {
    const host = hostOf({ workflows: [moduleOf(sleeping)] })
    const recorded = startedRun('x', [
      { eventType: 'DecisionTaskStarted' },
      {
        eventType: 'DecisionTaskCompleted',
        decisionTaskCompletedEventAttributes: { startedEventId: 3, scheduledEventId: 2 },
      },
      {
        eventType: 'TimerStarted',
        timerStartedEventAttributes: {
          timerId: '7',
          startToFireTimeout: '5',
          decisionTaskCompletedEventId: 4,
        },
      },
    ])
    const failed = await host.moment(recorded).catch((error: unknown) => error as Error)
    expect(failed).toMatchObject({ name: 'NonDeterminismError', code: 'NON_DETERMINISM' })
    expect((failed as Error).message).toMatch(
      /^Workflow 'order' doesn't do what its history records\n- history: event 5 TimerStarted id '7'[^]*workflows\.mjs:3:/,
    )
    expect(await host.check(recorded)).toMatchObject({
      error: { code: 'NON_DETERMINISM', message: (failed as Error).message, eventId: 5 },
    })
    await expect(host.moment(recorded, { at: 9 })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  })

  it('knows which signals the pipeline could not decode', async () => {
    const pipeline = {
      encode: (text: string) => Promise.resolve(text),
      decode: (text: string) =>
        text.startsWith('{')
          ? Promise.resolve(text)
          : Promise.reject(new UnreadablePayloadError('vault', text, 'no key')),
    }
    const signaled = {
      eventType: 'WorkflowExecutionSignaled',
      workflowExecutionSignaledEventAttributes: { signalName: 'go', input: 'xyz' },
    }
    const run = startedRun('x', [signaled, { eventType: 'DecisionTaskStarted' }])
    const decoded = {
      ...run,
      events: await decodeEvents(run.events, { pipeline, context: { domain: '', workflowId: '' } }),
    }
    const code = `export const order = workflow(options, function* () { try { yield* signal('go', { onUnreadable: 'throw' }) } catch (error) { const { code, message } = error; yield* sleep('1h') } })`
    const [branch] = (await hostOf({ workflows: [moduleOf(code)] }).moment(decoded, { variables: true }))
      .branches
    const order = workflow({ name: 'order', executionStartToClose: '1 day' }, function* (_: unknown) {
      yield* signal('go', { onUnreadable: 'throw' })
    })
    expect(branch).toMatchObject({
      operation: 'sleep of 3600000 ms',
      variables: { code: '"PAYLOAD_UNREADABLE"' },
    })
    expect((await replayerOf([order]).moment(decoded)).branches).toEqual([])
  })

  it('reads payloads with the serializer of a module', async () => {
    const serializer = moduleOf(
      `export const serializer = { name: 'own', serialize: String, deserialize: text => 'read ' + text.length }`,
    )
    const { branches } = await hostOf({ workflows: [moduleOf(sleeping)], serializer }).moment(
      startedRun('abc'),
      { variables: true },
    )
    expect(branches[0]!.variables).toEqual({ input: '"read 14"', seen: '"read 14"' })
  })

  it('answers nothing after it was closed, and its process is gone', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'pid')
    const code = `import { writeFileSync } from 'node:fs'
      export const order = workflow(options, function* () { writeFileSync('${file}', String(process.pid)); for (;;); })`
    const host = hostOf({ workflows: [moduleOf(code)] })
    const requests = Promise.allSettled([host.moment(startedRun()), host.check(startedRun())])
    await until('the workflow runs', () => existsSync(file) && readFileSync(file, 'utf8') !== '')
    const pid = Number(readFileSync(file, 'utf8'))
    expect(isAlive(pid)).toBe(true)
    await host.close()
    expect(isAlive(pid)).toBe(false)
    const failure = (message: string) => ({ reason: { code: 'REPLAY_HOST_FAILED', message } })
    expect(await requests).toMatchObject([
      failure('The replay host was ended: it was closed'),
      failure('The replay host is closed'),
    ])
    await expect(host.definitions()).rejects.toMatchObject({ message: 'The replay host is closed' })
    await host.close()
  })

  it('keeps its parent alive while it closes, also if a process that the code started still has its output open', async () => {
    const code = `import { spawn } from 'node:child_process'
      const stdio = ['ignore', 'ignore', 'inherit']
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300)'], { stdio, detached: true }).unref()
      export const order = workflow(options, function* (input) { yield* sleep('1h') })`
    const parent = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'parent.mjs')
    writeFileSync(
      parent,
      `import { startReplayHost } from '${new URL('../dist/index.js', import.meta.url).href}'
      const host = startReplayHost({ workflows: ['${moduleOf(code)}'], loadTimeout: '60s' })
      await host.definitions()
      await host.close()
      console.log('closed')`,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [parent])
    expect(stdout).toBe('closed\n')
  })

  it('does not keep its parent alive, and ends with it, also while a workflow loops', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-'))
    const pidFile = join(folder, 'pid')
    const code = `import { writeFileSync } from 'node:fs'
      export const order = workflow(options, function* (input) { writeFileSync('${pidFile}', String(process.pid)); while (input === 'loop'); yield* sleep('1h') })`
    const parent = join(folder, 'parent.mjs')
    writeFileSync(
      parent,
      `import { startReplayHost } from '${new URL('../dist/index.js', import.meta.url).href}'
      const host = startReplayHost({ workflows: ['${moduleOf(code)}'], timeout: '60s' })
      const run = JSON.parse(process.argv[2], (key, value) => key === 'eventTimestamp' ? new Date(value) : value)
      console.log((await host.moment(run)).branches[0].operation)`,
    )
    const run = (input: string) => [parent, JSON.stringify(startedRun(input))]
    const { stdout } = await promisify(execFile)(process.execPath, run('go on'))
    expect(stdout).toBe('sleep of 3600000 ms\n')
    const idle = Number(readFileSync(pidFile, 'utf8'))
    await until('the idle host has ended', () => !isAlive(idle))
    writeFileSync(pidFile, '')
    const killed = spawn(process.execPath, run('loop'), { stdio: 'ignore' })
    await until('the workflow loops', () => readFileSync(pidFile, 'utf8') !== '')
    const looping = Number(readFileSync(pidFile, 'utf8'))
    expect(isAlive(looping)).toBe(true)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await until('the host has ended', () => !isAlive(looping))
  })

  it.each<[Partial<ReplayHostOptions>, string]>([
    [{ workflows: [] }, 'OPTION_INVALID'],
    [{ timeout: '5' }, 'DURATION_INVALID'],
    [{ timeout: '0s' }, 'OPTION_INVALID'],
  ])('refuses %j', (options, code) => {
    expect(() => startReplayHost({ workflows: ['x.js'], ...options })).toThrow(
      expect.objectContaining({ code }) as Error,
    )
  })
})

describe('hosts of builds', () => {
  it('are found by the build id, else the default one is used', async () => {
    const line = (text: string) =>
      moduleOf(
        `export const order = workflow(options, function* () { const build = '${text}'; yield* sleep('1h') })`,
      )
    const hosts = hostsOf({ workflows: [line('new')], buildId: '52a', timeout: '60s' }, [
      { workflows: [line('old')], buildId: '41f', timeout: '60s' },
    ])
    open.push(...hosts.all)
    const shown = async (buildId: string | undefined) => {
      const host = hosts.of(buildId)
      const { branches } = await host.moment(startedRun(), { variables: true })
      return [host.buildId, branches[0]!.variables!['build']]
    }
    expect([await shown('41f'), await shown('52a'), await shown('41'), await shown(undefined)]).toEqual([
      ['41f', '"old"'],
      ['52a', '"new"'],
      ['52a', '"new"'],
      ['52a', '"new"'],
    ])
    await hosts.close()
    await expect(hosts.of('41f').definitions()).rejects.toMatchObject({ code: 'REPLAY_HOST_FAILED' })
  })
})
