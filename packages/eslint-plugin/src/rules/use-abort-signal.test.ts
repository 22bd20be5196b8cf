import { testRule } from '../../test/rule-cases.ts'
import { useAbortSignal } from './use-abort-signal.ts'

/** A worker with an activity of this body. */
const worker = (body: string, imports = '') => `import { createWorker } from '@reyield/worker'
${imports}
createWorker({ taskList: 'x', activities: { load: async (url, { signal }) => { ${body} } } })`
const timers = `import { setTimeout as wait } from 'node:timers/promises'`

testRule(useAbortSignal, {
  right: {
    'fetch with the signal': worker(`return await fetch(url, { signal })`),
    'fetch with a signal of several': worker(
      `return await fetch(url, { method: 'POST', signal: AbortSignal.any([signal]) })`,
    ),
    'fetch with options of a variable': worker(`return await fetch(url, options)`),
    'fetch with spread options': worker(`return await fetch(url, { ...options })`),
    'fetch with spread arguments': worker(`return await fetch(...url)`),
    'a timer with the signal': worker(`await wait(100, undefined, { signal })`, timers),
    'a client of the AWS SDK with the signal': worker(
      `await s3.send(new GetObjectCommand(url), { abortSignal: signal })`,
    ),
    'a process with the signal': worker(
      `spawn('ls', [], { signal })`,
      `import { spawn } from 'node:child_process'`,
    ),
    'an event with the signal': worker(
      `await once(url, 'open', { signal })`,
      `import { once } from 'node:events'`,
    ),
    'a fetch of its own': worker(`return await fetch(url)`, `import { fetch } from './own.js'`),
    'a method named fetch': worker(`return await url.fetch()`),
    'send of something else': worker(`await url.send('x'); await url.send(new Message())`),
    'a timer of its own': worker(`await wait(100)`, `import { wait } from './own.js'`),
    'fetch outside of activities': `import { createWorker } from '@reyield/worker'
      const config = await fetch('/config')
      createWorker({ activities: { load: async url => url } })`,
    'fetch in a saga of redux-saga and in co': `import co from 'co'
      import { call } from 'redux-saga/effects'
      import { createWorker } from '@reyield/worker'
      export function* watch() { yield call(() => fetch('/')) }
      co(function* () { yield fetch('/') })`,
    'a file without Reyield': {
      code: `import { x } from './x.js'\nexport async function load(url) { await fetch(x(url)) }`,
      filename: '/shop/activities.js',
    },
  },
  wrong: {
    fetch: {
      code: worker(`return await fetch(url)`),
      errors: [
        "'fetch' takes an AbortSignal. Give it the signal of the activity's context, so that it ends with the activity.",
      ],
    },
    'fetch with other options': {
      code: worker(`return await fetch(url, { method: 'POST' })`),
      errors: ['missing'],
    },
    'fetch in a callback': {
      code: worker(`return await Promise.all(url.map(x => fetch(x)))`),
      errors: ['missing'],
    },
    'a timer': { code: worker(`await wait(100)`, timers), errors: ['missing'] },
    'a timer with a value': { code: worker(`await wait(100, 'done')`, timers), errors: ['missing'] },
    'a timer with other options': {
      code: worker(`await wait(100, 'done', { ref: false })`, timers),
      errors: ['missing'],
    },
    'a timer of a namespace': {
      code: worker(`await timers.setTimeout(1)`, `import * as timers from 'node:timers/promises'`),
      errors: ['missing'],
    },
    'a client of the AWS SDK': {
      code: worker(`await s3.send(new GetObjectCommand({ Key: url }))`),
      errors: ['missing'],
    },
    'a process': {
      code: worker(`spawn('ls', [url])`, `import { spawn } from 'node:child_process'`),
      errors: ['missing'],
    },
    'a process of another function': {
      code: worker(`execFile('ls')`, `import { execFile } from 'child_process'`),
      errors: ['missing'],
    },
    'an event': {
      code: worker(`await once(url, 'open')`, `import { once } from 'node:events'`),
      errors: ['missing'],
    },
    'two requests': { code: worker(`await fetch(url); await fetch(url)`), errors: ['missing', 'missing'] },
    'an activity without a context': {
      code: `import { createWorker } from '@reyield/worker'
      createWorker({ activities: { load: async url => fetch(url) } })`,
      errors: ['missing'],
    },
    'a mock of a test': {
      code: `import { run } from '@reyield/testing'
      run(order, 1, { activities: { load: async url => fetch(url) } })`,
      errors: ['missing'],
    },
    'a function with the type of the context': {
      code: `import type { ActivityContext } from '@reyield/worker'
      export async function load(url: string, { log }: ActivityContext) { log.info('x'); return fetch(url) }`,
      errors: ['missing'],
    },
    'an exported function of a module of activities': {
      code: `import { consoleLogger } from '@reyield/worker'
      export const load = async url => { consoleLogger(); return fetch(url) }`,
      errors: ['missing'],
      filename: '/shop/activities/http.js',
    },
  },
})
