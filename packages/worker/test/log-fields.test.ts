import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient, retrying } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { activities, log, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { createWorker, type Logger } from '../src/index.ts'
import { until } from './fixture.ts'

let resolveTooLate!: () => void
/** Resolves when the activity has timed out. */
const tooLate = new Promise<void>(resolve => (resolveTooLate = resolve))

const impl = {
  fine: async () => 1,
  fails: async () => {
    throw new RangeError('no')
  },
  forgets: async () => {
    void Promise.reject(new RangeError('forgotten'))
  },
  late: () => tooLate,
}
const { fine, fails, forgets, late } = activities<typeof impl>({ startToClose: '5s' })
const options = { taskList: 'main', executionStartToClose: '1h' } as const
const order = workflow({ name: 'order', ...options }, async function* () {
  yield* log.info('A line of the workflow')
  yield* fine()
  for (const one of [fails, forgets, late]) {
    try {
      yield* one()
    } catch {
      // expected
    }
  }
  yield* sleep('1m')
})
const stuck = workflow({ name: 'stuck', ...options }, async function* () {
  await new Promise(() => undefined)
  yield* sleep('1m')
})

/** Keeps the names of the fields of all lines, by the beginning of the message. */
function namesOfFields() {
  const found = new Map<string, Set<string>>()
  const keep = (message: string, fields: object = {}) => {
    const begin = message.replace(/[:'].*$/s, '')
    const names = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]))
    const all = names.filter(name => name !== 'code' && name !== 'milliseconds').join(' ')
    found.set(begin, (found.get(begin) ?? new Set()).add(all))
  }
  const logger: Logger = { debug: keep, info: keep, warn: keep, error: keep }
  return { logger, found }
}

it('every line about a task has the fields that name it', async () => {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const swf = retrying(local.swf)
  const { logger, found } = namesOfFields()
  const place = { swf, domain: 'test', taskList: 'main', logger }
  const workers = [
    createWorker({ ...place, workflows: [order, stuck] }),
    createWorker({ ...place, activities: impl }),
  ]
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain: 'test' })
  const handle = await client.start(order)
  await client.start(stuck)
  await until(async () => {
    await clock.advance(500)
    const types = (await handle.history()).map(({ eventType }) => eventType)
    if (types.includes('ActivityTaskTimedOut')) resolveTooLate()
    return found.has('The activity has failed') && found.has('Too late') && found.has('A decision task can')
  }, 'lines of all kinds')
  await handle.terminate()
  await Promise.all(workers.map(worker => worker.stop()))
  await local.close()

  const activity = 'domain workflowId runId activityId activity'
  const decision = 'domain workflowId runId workflow attempt'
  expect(
    Object.fromEntries([...found].map(([message, fields]) => [message, [...fields].toSorted()])),
  ).toEqual({
    'A decision task can': [decision],
    'A line of the workflow': [decision],
    Decided: [decision],
    Polling: ['domain taskList loops'],
    'Registered activity': ['domain name version'],
    'Registered domain': ['domain name'],
    'Registered workflow': ['domain name version'],
    Stopped: ['domain taskList'],
    Stopping: ['domain taskList tasks'],
    'The activity begins': [activity],
    'The activity fails because of an error that no code catches': [activity],
    'The activity has completed': [activity],
    'The activity has failed': [activity],
    'Too late': [activity],
  })
})

it('every call of the logger itself passes fields', () => {
  const root = new URL('../src/', import.meta.url).pathname
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('logging/'))
    .map(file => [file, readFileSync(join(root, file), 'utf8')] as const)
  const calls = files.flatMap(([file, text]) =>
    [...text.matchAll(/logger\.(?:debug|info|warn|error)\(/g)].map(({ index }) => {
      const call = text.slice(index, text.indexOf('\n', text.indexOf(')\n', index)))
      return { file, passesFields: /domain|place|about|code/.test(call) }
    }),
  )
  expect(calls.length).toBeGreaterThan(8)
  expect(calls.filter(({ passesFields }) => !passesFields)).toEqual([])
})
