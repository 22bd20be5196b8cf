import { testRule } from '../../test/rule-cases.ts'
import { noOperationInActivity } from './no-operation-in-activity.ts'

/** A worker with an activity of this body. */
const worker = (
  body: string,
  imports = 'activities, now, random, sleep, uuid, signal, log, all',
) => `import { createWorker } from '@reyield/worker'
import { ${imports} } from '@reyield/workflow'
${imports.includes('activities') ? `const { ship } = activities({ startToClose: '1m' })` : ''}
createWorker({ taskList: 'x', activities: { charge: async (order, { heartbeat, log: logger, signal: stop }) => { ${body} } } })`

testRule(noOperationInActivity, {
  right: {
    'plain code': worker(`await fetch('/', { signal: stop }); return new Date()`),
    'the logger of the context': worker(`logger.info('paid')`),
    'functions with the names of operations': `import { createWorker } from '@reyield/worker'
      import { sleep, now } from './time.js'
      createWorker({ activities: { charge: async () => { await sleep(1); return now() } } })`,
    'a timer of Node': `import { setTimeout as sleep } from 'node:timers/promises'
      import { createWorker } from '@reyield/worker'
      createWorker({ activities: { charge: async () => { await sleep(1) } } })`,
    'operations of a workflow in the same file': `import { createWorker } from '@reyield/worker'
      import { activities, sleep, workflow } from '@reyield/workflow'
      const { charge } = activities({ startToClose: '1m' })
      const order = workflow({ name: 'order' }, async function* () { yield* sleep(1); yield* charge(1) })
      createWorker({ workflows: [order], activities: { charge: async x => x } })`,
    'a signal that is sent by a client': `import { createWorker } from '@reyield/worker'
      import { signal } from '@reyield/workflow'
      const approved = signal('approved')
      createWorker({ activities: { approve: async handle => { await handle.signal(approved, 1) } } })`,
    'a mock of a test': `import { run } from '@reyield/testing'
      import { sleep, workflow } from '@reyield/workflow'
      const nap = workflow({ name: 'nap' }, async function* () { yield* sleep(1) })
      run(nap, 1, { activities: { charge: async x => x + 1 } })`,
    'a function that is no activity': `import { sleep } from '@reyield/workflow'
      export const longer = async ms => sleep(ms * 2)`,
    'options that are not activities': `import { createWorker } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      createWorker({ onError: async () => { sleep(1) } })`,
    'activities of another function': `import { start } from './own.js'
      import { sleep } from '@reyield/workflow'
      start({ activities: { charge: async () => { sleep(1) } } })`,
    'a module of activities': {
      code: `import type { ActivityContext } from '@reyield/worker'
      export async function charge(x: number, { signal }: ActivityContext) { return fetch('/', { signal }) }`,
      filename: '/shop/activities.ts',
    },
    'the errors of Reyield': worker(`throw new TimeoutError()`, 'TimeoutError'),
    'a duration': worker(`return milliseconds('1h')`, 'milliseconds'),
    'a saga of redux-saga': `import { delay } from 'redux-saga/effects'
      import { createWorker } from '@reyield/worker'
      createWorker({ activities: { load: async () => delay(1) } })`,
    'a coroutine of co': `import co from 'co'
      import { createWorker } from '@reyield/worker'
      createWorker({ activities: { load: co.wrap(function* () { yield fetch('/') }) } })`,
    'a file without Reyield': {
      code: `import { sleep } from './x.js'\nexport async function charge() { await sleep(1) }`,
      filename: '/shop/activities.js',
    },
  },
  wrong: {
    'a timer': {
      code: worker(`await sleep('1s')`),
      errors: [
        "'sleep(…)' does nothing here: only workflows run operations. An activity is plain code, and may do it itself.",
      ],
    },
    'the time': {
      code: worker(`return now()`),
      errors: ['operation'],
      suggested: [worker(`return new Date()`)],
    },
    'the time, awaited': {
      code: worker(`return await now()`),
      errors: ['operation'],
      suggested: [worker(`return new Date()`)],
    },
    'a random number': {
      code: worker(`return random()`),
      errors: ['operation'],
      suggested: [worker(`return Math.random()`)],
    },
    'an id': {
      code: worker(`return uuid()`),
      errors: ['operation'],
      suggested: [worker(`return crypto.randomUUID()`)],
    },
    'another activity': { code: worker(`await ship(order)`), errors: ['operation'] },
    'a log line': { code: worker(`log.info('paid')`), errors: ['operation'] },
    'a composite with an operation, once': { code: worker(`await all([ship(1)])`), errors: ['operation'] },
    'a signal that is awaited': {
      code: `import { createWorker } from '@reyield/worker'
      import { signal } from '@reyield/workflow'
      const approved = signal('approved')
      createWorker({ activities: { wait: async () => { await approved } } })`,
      errors: ['operation'],
    },
    'an operation in a callback': {
      code: worker(`for (const x of order) [x].forEach(y => ship(y))`),
      errors: ['operation'],
    },
    'activities in a constant': {
      code: `import { createWorker } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      const impl = { async charge() { sleep(1) } }
      createWorker({ activities: impl })`,
      errors: ['operation'],
    },
    'activities in a list': {
      code: `import { createWorker } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      createWorker({ activities: [{ name: 'charge', run: async () => { sleep(1) } }] })`,
      errors: ['operation'],
    },
    'activities that are declared functions': {
      code: `import { createWorker } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      async function charge() { sleep(1) }
      createWorker({ activities: { charge } })`,
      errors: ['operation'],
    },
    'methods of a class': {
      code: `import { createWorker } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      class Bank { async charge() { sleep(1) } }
      createWorker({ activities: new Bank() })`,
      errors: ['operation'],
    },
    'mocks of a test': {
      code: `import { run } from '@reyield/testing'
      import { sleep, workflow } from '@reyield/workflow'
      const nap = workflow({ name: 'nap' }, async function* () { yield* sleep(1) })
      run(nap, 1, { activities: { charge: async () => { sleep(1) } } })`,
      errors: ['operation'],
    },
    'mocks in options': {
      code: `import { explore } from '@reyield/testing'
      import { sleep } from '@reyield/workflow'
      const options = { activities: { charge: async () => sleep(1) } } as const
      explore(order, 1, options)`,
      errors: ['operation'],
    },
    'a function with the type of the context': {
      code: `import type { ActivityContext } from '@reyield/worker'
      import { sleep } from '@reyield/workflow'
      export async function charge(x: number, context: ActivityContext) { sleep(x) }`,
      errors: ['operation'],
    },
    'an exported function of a module of activities': {
      code: `import { sleep } from '@reyield/workflow'
      export async function charge(x) { sleep(x) }
      export const helper = 1`,
      errors: ['operation'],
      filename: '/shop/activities/bank.ts',
    },
    'an exported function of a module that the setting names': {
      code: `import { sleep } from '@reyield/workflow'
      export const charge = async x => { sleep(x) }`,
      errors: ['operation'],
      filename: '/shop/steps/bank.ts',
      settings: { reyield: { activityModules: ['steps/*'] } },
    },
  },
})
