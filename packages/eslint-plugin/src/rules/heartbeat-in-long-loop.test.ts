import { testRule } from '../../test/rule-cases.ts'
import { heartbeatInLongLoop } from './heartbeat-in-long-loop.ts'

/** A worker with an activity of this body. */
const worker = (
  body: string,
  head = 'async (files, { heartbeat, signal })',
) => `import { createWorker } from '@reyield/worker'
createWorker({ taskList: 'x', activities: { copy: ${head} => { ${body} } } })`

testRule(heartbeatInLongLoop, {
  right: {
    'a heartbeat in the loop': worker(
      `for (const file of files) { await copy(file); await heartbeat(file) }`,
    ),
    'a heartbeat of the context': worker(
      `for (const file of files) { await copy(file); await context.heartbeat() }`,
      'async (files, context)',
    ),
    'a heartbeat in an inner loop': worker(
      `for (const list of files) for (const file of list) { await copy(file); await heartbeat() }`,
    ),
    'a heartbeat that a helper gets': worker(`for (const file of files) await copy(file, heartbeat)`),
    'a context that a helper gets': worker(
      `for (const file of files) await copy(file, context)`,
      'async (files, context)',
    ),
    'a heartbeat in options': worker(`while (files.length) await copy(files.pop(), { heartbeat })`),
    'a loop that awaits nothing': worker(`for (const file of files) copy(file)`),
    'a loop of another function': worker(
      `const read = async () => { for (const x of files) await x }; await heartbeat(); return read`,
    ),
    'an activity without loops': worker(`await copy(files)`),
    'await before the loop': worker(`const list = await read(files); for (const x of list) use(x)`),
    'an awaited list': worker(`for (const x of await read(files)) use(x)`),
    'a loop of a workflow': `import { sleep, workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* (x) { for (const one of x) { yield* sleep(1); await null } })`,
    'a loop of a function that is no activity': `import { createWorker } from '@reyield/worker'
      export const stopAll = async workers => { for (const one of workers) await one.stop() }`,
    'a loop of a test': `import { run } from '@reyield/testing'
      it('x', async () => { for (const x of [1, 2]) await run(order, x) })`,
    'a loop of redux-saga and of co': `import co from 'co'
      import { take } from 'redux-saga/effects'
      import { createWorker } from '@reyield/worker'
      export function* watch() { while (true) yield take('x') }
      co(function* () { for (;;) yield fetch('/') })`,
    'a file without Reyield': {
      code: `import { x } from './x.js'\nexport async function copy(files) { for (const f of files) await x(f) }`,
      filename: '/shop/activities.js',
    },
  },
  wrong: {
    'for of': {
      code: worker(`for (const file of files) await copy(file)`),
      errors: [
        "This loop of the activity 'copy' awaits, and sends no heartbeat: SWF learns of a dead worker late, and the activity never learns that it was canceled.",
      ],
    },
    while: { code: worker(`while (files.length > 0) await copy(files.pop())`), errors: ['missing'] },
    'do while': {
      code: worker(`do { await copy(files.pop()) } while (files.length > 0)`),
      errors: ['missing'],
    },
    for: { code: worker(`for (let n = 0; n < 5; n++) { await copy(n) }`), errors: ['missing'] },
    'for in': { code: worker(`for (const key in files) { await copy(files[key]) }`), errors: ['missing'] },
    'for await': { code: worker(`for await (const file of files) copy(file)`), errors: ['missing'] },
    'an inner loop': {
      code: worker(`for (const list of files) for (const file of list) await copy(file)`),
      errors: ['missing'],
    },
    'two loops': {
      code: worker(`for (const x of files) await copy(x)\nfor (const x of files) await remove(x)`),
      errors: ['missing', 'missing'],
    },
    'a heartbeat after the loop': {
      code: worker(`for (const x of files) await copy(x); await heartbeat()`),
      errors: ['missing'],
    },
    'a signal alone': {
      code: worker(`for (const x of files) await copy(x, { signal })`),
      errors: ['missing'],
    },
    'another heartbeat': { code: worker(`for (const x of files) await x.heartbeat()`), errors: ['missing'] },
    'an activity without a context': {
      code: worker(`for (const x of files) await copy(x)`, 'async files'),
      errors: ['missing'],
    },
    'a loop under a condition': {
      code: worker(`if (files) { for (const x of files) await copy(x) }`),
      errors: ['missing'],
    },
    'a loop in try': {
      code: worker(`try { for (const x of files) await copy(x) } finally { await close() }`),
      errors: ['missing'],
    },
    'a method of a class': {
      code: `import { createWorker } from '@reyield/worker'
      class Files { async copy(files) { for (const x of files) await this.one(x) } }
      createWorker({ activities: new Files() })`,
      errors: ['missing'],
    },
    'an exported function of a module of activities': {
      code: `import type { ActivityContext } from '@reyield/worker'
      export async function copy(files: string[], { signal }: ActivityContext) { for (const x of files) await fetch(x, { signal }) }`,
      errors: ['missing'],
      filename: '/shop/activities.ts',
    },
  },
})
