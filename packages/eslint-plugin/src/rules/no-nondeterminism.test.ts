import { fileURLToPath } from 'node:url'
import { prelude, testRule } from '../../test/rule-cases.ts'
import { noNondeterminism } from './no-nondeterminism.ts'

/** A file beside the modules of the tests. */
const filename = fileURLToPath(new URL('../../test/modules/order.ts', import.meta.url))

const file = (before: string, body: string) => `${prelude}${before}
export const order = workflow({ name: 'order' }, async function* (input) { ${body} })`

testRule(noNondeterminism, {
  right: {
    'now, random and uuid': `const time = yield* now(); const n = yield* random(); return [time, n, yield* uuid()]`,
    'a date of a number': `return new Date(input.time)`,
    'other functions of Date and Math': `return [Date.parse(input), Math.max(1, 2), Date.UTC(2026, 0)]`,
    'what sideEffect runs': `const size = yield* sideEffect(() => Number(process.env.SIZE) + Date.now())`,
    'a function that sideEffect gets': file(
      `const size = () => Number(process.env.SIZE)`,
      `return yield* sideEffect(size)`,
    ),
    'a local function that sideEffect gets': `const size = () => Number(process.env.SIZE); return yield* sideEffect(size)`,
    'activities in the same file': `import { createWorker } from '@reyield/worker'
      import { readFile } from 'node:fs/promises'
      import { activities, workflow } from '@reyield/workflow'
      const impl = { load: async x => [await readFile(x), Date.now(), process.env.A] }
      createWorker({ taskList: process.env.LIST, activities: impl })
      const { load } = activities({ startToClose: '1m' })
      export const order = workflow({ name: 'order' }, async function* () { return yield* load('x') })`,
    'code of a test': `import { workflow } from '@reyield/workflow'
      let runs = 0
      it('x', async () => { runs++; await new Promise(done => setTimeout(done, 1)); return Date.now() })`,
    'variables of the workflow': `let total = 0; const seen = new Set(); total += 1; seen.add(1); const list = []; list.push(total)`,
    'variables of the workflow that a branch changes': `let total = 0; yield* all([1].map(async function* (x) { total += yield* charge(x) }))`,
    'pure modules of Node': `import { join } from 'node:path'
      import { createHash } from 'node:crypto'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* (x) { return [join('a', x), createHash('sha256').update(x)] })`,
    'a name that hides a global': `const fetch = x => x; const process = { env: {} }; return [fetch(1), process.env]`,
    'a parameter that hides a global': file(`const load = fetch => fetch(1)`, `return load(x => x)`),
    'names of properties': `return { fetch: 1, process: 2, setTimeout: input.setTimeout, now: input.Date }`,
    types: `import type { Buffer } from 'node:fs'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* (x: typeof process | Buffer) { return x })`,
    'a check whether a global is there': `return typeof fetch === 'function'`,
    'the format of a date': `return new Intl.DateTimeFormat('en').format(input.time)`,
    'a pure helper of another file': {
      code: `import { workflow } from '@reyield/workflow'
      import { discount } from './prices.js'
      export const order = workflow({ name: 'order' }, async function* (x) { return discount(x) })`,
      filename,
    },
    'a generator of another file that is reported there': {
      code: `import { workflow } from '@reyield/workflow'
      import { pay } from './steps.js'
      export const order = workflow({ name: 'order' }, async function* (x) { return yield* pay(x) })`,
      filename,
    },
    'a helper that is more than five files away': {
      code: `import { workflow } from '@reyield/workflow'
      import { stamp } from './deep/1.js'
      export const order = workflow({ name: 'order' }, async function* (x) { return stamp() })`,
      filename,
    },
    'sagas of redux-saga and helpers that only they call': `import { call, delay } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      const stamp = () => Date.now()
      export function* watch() { yield delay(1); stamp(); yield call(fetch, '/'); setTimeout(() => {}, 1) }`,
    'a coroutine of co': `import co from 'co'
      import { sleep } from '@reyield/workflow'
      co(function* () { const x = yield fetch('/'); return [x, Date.now()] })`,
    'a file without Reyield': `import { stamp } from './own.js'
      export function* order() { yield Date.now() }`,
    'a constant of the module': file(
      `const limit = 5; const names = ['a']`,
      `return [limit, names.includes(input)]`,
    ),
    'options of activities from the environment': `import { activities, workflow } from '@reyield/workflow'
      const { charge } = activities({ startToClose: '1m', taskList: process.env.LIST })
      export const order = workflow({ name: 'order' }, async function* (x) { return yield* charge(x) })`,
  },
  wrong: {
    'Date.now': {
      code: `const begin = Date.now()`,
      errors: [
        "workflow 'order' uses Date.now(), which differs between replays. Use (yield* now()).getTime().",
      ],
      fixed: `const begin = (yield* now()).getTime()`,
    },
    'new Date': {
      code: `const begin = new Date(); return new Date().getTime()`,
      errors: ['replayed', 'replayed'],
      fixed: `const begin = yield* now(); return (yield* now()).getTime()`,
    },
    'Math.random': {
      code: `if (Math.random() < 0.5) yield* ship(1)`,
      errors: ['replayed'],
      fixed: `if ((yield* random()) < 0.5) yield* ship(1)`,
    },
    'crypto.randomUUID': {
      code: `const id = crypto.randomUUID()`,
      errors: ['replayed'],
      fixed: `const id = yield* uuid()`,
    },
    'randomUUID of node:crypto': {
      code: `import { randomUUID } from 'node:crypto'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { return randomUUID() })`,
      errors: [
        "workflow 'order' uses randomUUID() of node:crypto, which differs between replays. Use yield* uuid().",
      ],
      fixed: `import { randomUUID } from 'node:crypto'
      import { workflow, uuid } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { return yield* uuid() })`,
    },
    'a timer': {
      code: `setTimeout(() => {}, 100)`,
      errors: ["workflow 'order' uses setTimeout(), which differs between replays. Use yield* sleep(…)."],
    },
    'a timer that is awaited': {
      code: `import { setTimeout as wait } from 'node:timers/promises'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { await wait(100) })`,
      errors: ['replayed'],
      suggested: [
        `import { setTimeout as wait } from 'node:timers/promises'
      import { workflow, sleep } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { yield* sleep(100) })`,
      ],
    },
    fetch: {
      code: `const answer = fetch('/rate')`,
      errors: ["workflow 'order' uses fetch(), which differs between replays. Do it in an activity."],
    },
    'the environment': {
      code: `const size = process.env.SIZE; const list = process.env['LIST']`,
      errors: ['replayed', 'replayed'],
    },
    'the environment of a bundler': {
      code: `const size = import.meta.env.SIZE; return size`,
      errors: ['replayed'],
    },
    files: {
      code: `import * as fs from 'node:fs'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { return fs.readFileSync('a') })`,
      errors: [
        "workflow 'order' uses readFileSync() of node:fs, which differs between replays. Do it in an activity.",
      ],
    },
    'hrtime and performance': {
      code: `return [process.hrtime.bigint(), performance.now()]`,
      errors: ['replayed', 'replayed'],
    },
    'a date format without a date': {
      code: `const format = new Intl.DateTimeFormat('en'); return format.format()`,
      errors: ['replayed'],
    },
    'globals of globalThis': {
      code: `return globalThis.Math.random()`,
      errors: ['replayed'],
      fixed: `return yield* random()`,
    },
    'a variable of the module that changes': {
      code: file(`let orders = 0`, `orders++`),
      errors: [
        "workflow 'order' changes the module's variable 'orders', which differs between replays. Keep it in the workflow function.",
      ],
    },
    'a map of the module that changes': {
      code: file(`const seen = new Map()`, `seen.set(input, 1)`),
      errors: ['replayed'],
    },
    'an object of the module that changes': {
      code: file(`const state = { n: 0 }`, `state.n = 1; delete state.m`),
      errors: ['replayed', 'replayed'],
    },
    'an imported object that changes': {
      code: `import { state } from 'own-state'
      import { workflow } from '@reyield/workflow'
      export const order = workflow({ name: 'order' }, async function* () { state.count += 1 })`,
      errors: ['replayed'],
    },
    'a constant that was read from the environment': {
      code: file(`const limit = Number(process.env.LIMIT ?? 5)`, `if (input > limit) return 1`),
      errors: ['replayed'],
    },
    'a helper of the same file': {
      code: file(`const price = x => x * Date.now()`, `return price(input)`),
      errors: ["helper 'price' uses Date.now(), called from workflow 'order'. Use (yield* now()).getTime()."],
    },
    'a helper of a helper': {
      code: file(
        `const stamp = () => Date.now()\nfunction price(x) { return x * stamp() }`,
        `return price(input)`,
      ),
      errors: ["helper 'stamp' uses Date.now(), called from workflow 'order'. Use (yield* now()).getTime()."],
    },
    'a helper that is given to map': {
      code: file(`const price = x => x * Math.random()`, `return input.map(price)`),
      errors: ['called'],
    },
    'the constructor of a class': {
      code: file(`class Cart { constructor() { this.made = Date.now() } }`, `return new Cart()`),
      errors: ['called'],
    },
    'a helper generator': {
      code: file(
        `async function* pay(x) { return yield* charge({ x, at: Date.now() }) }`,
        `return yield* pay(input)`,
      ),
      errors: ["helper 'pay' uses Date.now(), called from workflow 'order'. Use (yield* now()).getTime()."],
      fixed: file(
        `async function* pay(x) { return yield* charge({ x, at: (yield* now()).getTime() }) }`,
        `return yield* pay(input)`,
      ),
    },
    'a generator that no workflow of this file calls': {
      code: `${prelude}export async function* pay(x) { const at = new Date(); return yield* charge({ x, at }) }`,
      errors: ["workflow generator 'pay' uses new Date(), which differs between replays. Use yield* now()."],
      fixed: `${prelude}export async function* pay(x) { const at = yield* now(); return yield* charge({ x, at }) }`,
    },
    'a branch': {
      code: `yield* all(input.map(async function* (x) { yield* charge(x + Math.random()) }))`,
      errors: ['replayed'],
      fixed: `yield* all(input.map(async function* (x) { yield* charge(x + (yield* random())) }))`,
    },
    'a field of a class, without a fix': {
      code: `class Cart { made = Date.now() }; return new Cart()`,
      errors: ['replayed'],
    },
    'a callback, without a fix': { code: `return input.map(x => x + Date.now())`, errors: ['replayed'] },
    'a helper of another file': {
      code: `import { workflow } from '@reyield/workflow'
      import { price } from './prices.js'
      export const order = workflow({ name: 'order' }, async function* (x) { return price(x) })`,
      errors: [
        "helper 'price' (prices.ts:5) uses Date.now(), called from workflow 'order'. Use (yield* now()).getTime().",
      ],
      filename,
    },
    'a helper of another file that calls one': {
      code: `import { workflow } from '@reyield/workflow'
      import * as prices from './prices'
      export const order = workflow({ name: 'order' }, async function* (x) { return prices.priceWithTax(x) })`,
      errors: ['outside'],
      filename,
    },
    'a helper through an index file': {
      code: `import { workflow } from '@reyield/workflow'
      import { renamed, counted } from '.'
      export const order = workflow({ name: 'order' }, async function* (x) { return renamed(x) + counted() })`,
      errors: ['outside', 'outside'],
      filename,
    },
    'a class of another file': {
      code: `import { workflow } from '@reyield/workflow'
      import { Cart } from './index.ts'
      export const order = workflow({ name: 'order' }, async function* () { return new Cart().made })`,
      errors: ['outside'],
      filename,
    },
    'a generator of another file that yields what it gets': {
      code: `import { workflow } from '@reyield/workflow'
      import { pay, twice } from './steps.js'
      export const order = workflow({ name: 'order' }, async function* (x: number) { return yield* twice(() => pay(x)) })`,
      errors: ['outside'],
      filename,
    },
    'a helper that is five files away': {
      code: `import { workflow } from '@reyield/workflow'
      import { stamp } from './deep/3.js'
      export const order = workflow({ name: 'order' }, async function* () { return stamp() })`,
      errors: ['outside'],
      filename,
    },
  },
})
