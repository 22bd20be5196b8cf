import { testRule } from '../../test/rule-cases.ts'
import { noFloatingHeartbeat } from './no-floating-heartbeat.ts'

/** A worker with an activity of this body. */
const worker = (
  body: string,
  head = 'async (files, { heartbeat, signal })',
) => `import { createWorker } from '@reyield/worker'
createWorker({ taskList: 'x', activities: { copy: ${head} => { ${body} } } })`

testRule(noFloatingHeartbeat, {
  right: {
    'a heartbeat that is awaited': worker(`await heartbeat({ copied: 1 })`),
    'a heartbeat that is returned': worker(`return heartbeat()`),
    'a heartbeat with void': worker(`void heartbeat()`),
    'a heartbeat whose errors are handled': worker(`heartbeat().catch(() => {})`),
    'heartbeats in Promise.all': worker(`await Promise.all([heartbeat(), copy(files)])`),
    'a heartbeat that is awaited later': worker(`const sent = heartbeat(); await copy(files); await sent`),
    'a heartbeat of the context': worker(`await context.heartbeat()`, 'async (files, context)'),
    'void in a callback': worker(`setInterval(() => void heartbeat(), 1000)`),
    'an async callback that awaits': worker(`setInterval(async () => { await heartbeat() }, 1000)`),
    'an async callback that returns it': worker(
      `await Promise.all(files.map(async file => heartbeat(file)))`,
    ),
    'a heartbeat of something else': worker(`files.heartbeat(); const heartbeat2 = () => 1; heartbeat2()`),
    'another function of that name': `import { createWorker } from '@reyield/worker'
      import { heartbeat } from './monitor.js'
      createWorker({ activities: { copy: async files => { heartbeat(files) } } })`,
    'an inner function that has a parameter of that name': worker(
      `const beat = heartbeat => { heartbeat() }; beat(() => 1)`,
    ),
    'a function that is no activity': `import { createWorker } from '@reyield/worker'
      export const copy = async (files, { heartbeat }) => { heartbeat() }`,
    'an option of an activity': `import { activities } from '@reyield/workflow'
      export const { copy } = activities({ startToClose: '1h', heartbeat: '30s' })`,
    'a saga of redux-saga': `import { call } from 'redux-saga/effects'
      import { createWorker } from '@reyield/worker'
      export function* watch(files, { heartbeat }) { heartbeat(); yield call(fetch) }`,
    'a coroutine of co': `import co from 'co'
      import { createWorker } from '@reyield/worker'
      co(function* (files, { heartbeat }) { heartbeat(); yield 1 })`,
    'a file without Reyield': {
      code: `import { x } from './x.js'\nexport async function copy(files, { heartbeat }) { heartbeat(x) }`,
      filename: '/shop/activities.js',
    },
  },
  wrong: {
    'a statement': {
      code: worker(`heartbeat({ copied: 1 })`),
      errors: [
        'This heartbeat is not awaited. If SWF refuses it, the activity fails at no line of its code. Await it, or write void if that is meant.',
      ],
      suggested: [['addAwait', worker(`await heartbeat({ copied: 1 })`)]],
    },
    'a heartbeat in a loop': {
      code: worker(`for (const file of files) { heartbeat(file); await copy(file) }`),
      errors: ['floating'],
      suggested: [
        ['addAwait', worker(`for (const file of files) { await heartbeat(file); await copy(file) }`)],
      ],
    },
    'a heartbeat of the context': {
      code: worker(`context.heartbeat()`, 'async (files, context)'),
      errors: ['floating'],
      suggested: [['addAwait', worker(`await context.heartbeat()`, 'async (files, context)')]],
    },
    'a heartbeat that is destructured later': {
      code: worker(`const { heartbeat } = context; heartbeat()`, 'async (files, context)'),
      errors: ['floating'],
      suggested: [
        ['addAwait', worker(`const { heartbeat } = context; await heartbeat()`, 'async (files, context)')],
      ],
    },
    'a heartbeat under another name': {
      code: worker(`beat()`, 'async (files, { heartbeat: beat })'),
      errors: ['floating'],
      suggested: [['addAwait', worker(`await beat()`, 'async (files, { heartbeat: beat })')]],
    },
    'a promise that nobody uses': {
      code: worker(`const sent = heartbeat(); await copy(files)`),
      errors: ['floating'],
      suggested: [['addAwait', worker(`const sent = await heartbeat(); await copy(files)`)]],
    },
    'a callback of setInterval': {
      code: worker(`setInterval(() => heartbeat(), 1000)`),
      errors: ['callback'],
      suggested: [['addVoid', worker(`setInterval(() => void heartbeat(), 1000)`)]],
    },
    'a callback of forEach': {
      code: worker(`files.forEach(file => heartbeat(file))`),
      errors: ['callback'],
      suggested: [['addVoid', worker(`files.forEach(file => void heartbeat(file))`)]],
    },
    'a callback of an event': {
      code: worker(`files.on('data', n => { heartbeat(n) })`),
      errors: ['floating'],
      suggested: [['addVoid', worker(`files.on('data', n => { void heartbeat(n) })`)]],
    },
    'an activity that is not async': {
      code: worker(`heartbeat(); return copy(files)`, '(files, { heartbeat })'),
      errors: ['floating'],
      suggested: [['addVoid', worker(`void heartbeat(); return copy(files)`, '(files, { heartbeat })')]],
    },
    'a heartbeat under a condition': {
      code: worker(`files.length > 1 && heartbeat()`),
      errors: ['floating'],
      suggested: [['addAwait', worker(`files.length > 1 && await heartbeat()`)]],
    },
    'an activity in a constant': {
      code: `import { createWorker } from '@reyield/worker'
      const impl = { async copy(files, { heartbeat }) { heartbeat() } }
      createWorker({ activities: impl })`,
      errors: ['floating'],
      suggested: [1],
    },
    'an activity in a list': {
      code: `import { createWorker } from '@reyield/worker'
      createWorker({ activities: [{ name: 'copy', run: async (files, { heartbeat }) => { heartbeat() } }] })`,
      errors: ['floating'],
      suggested: [1],
    },
    'a method of a class': {
      code: `import { createWorker } from '@reyield/worker'
      class Files { async copy(files, { heartbeat }) { heartbeat() } }
      createWorker({ activities: new Files() })`,
      errors: ['floating'],
      suggested: [1],
    },
    'a mock of a test': {
      code: `import { run } from '@reyield/testing'
      run(order, 1, { activities: { copy: async (files, { heartbeat }) => { heartbeat() } } })`,
      errors: ['floating'],
      suggested: [1],
    },
    'a function with the type of the context': {
      code: `import type { ActivityContext } from '@reyield/worker'
      export async function copy(files: string[], { heartbeat }: ActivityContext) { heartbeat() }`,
      errors: ['floating'],
      suggested: [1],
    },
    'an exported function of a module of activities': {
      code: `import { consoleLogger } from '@reyield/worker'
      export const copy = async (files, context) => { context.heartbeat(); consoleLogger() }`,
      errors: ['floating'],
      suggested: [1],
      filename: '/shop/activities.js',
    },
  },
})
