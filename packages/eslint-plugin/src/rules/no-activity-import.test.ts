import { testRule } from '../../test/rule-cases.ts'
import { noActivityImport } from './no-activity-import.ts'

const ts = '/shop/src/workflows.ts'
const workflowOf = (
  imports: string,
  body = 'yield* charge(1)',
) => `import { activities, workflow } from '@reyield/workflow'
${imports}
const { charge } = activities({ startToClose: '1m' })
export const order = workflow({ name: 'order' }, async function* () { ${body} })`
const right = (imports: string, body?: string) => ({ code: workflowOf(imports, body), filename: ts })

testRule(noActivityImport, {
  right: {
    'an import of types': right(`import type * as shop from './activities.ts'`),
    'an import of one type': right(`import type { Receipt } from './activities.ts'`),
    'no import of activities': right(`import { price } from './prices.ts'`),
    'a worker, which needs the code': {
      code: `import { createWorker } from '@reyield/worker'
      import * as activities from './activities.ts'
      import { order } from './workflows.ts'
      createWorker({ workflows: [order], activities })`,
      filename: ts,
    },
    'a program of one file': {
      code: `import { createWorker } from '@reyield/worker'
      import { activities, workflow } from '@reyield/workflow'
      import * as shop from './activities.ts'
      const { charge } = activities<typeof shop>({ startToClose: '1m' })
      const order = workflow({ name: 'order' }, async function* () { yield* charge(1) })
      createWorker({ workflows: [order], activities: shop })`,
      filename: ts,
    },
    'a test of a workflow that it declares': {
      code: `import { run } from '@reyield/testing'
      import { sleep, workflow } from '@reyield/workflow'
      import * as shop from '../src/activities.ts'
      const nap = workflow({ name: 'nap' }, async function* () { yield* sleep(1) })
      await run(nap, 1, { activities: shop })`,
      filename: '/shop/test/nap.test.ts',
    },
    'a module of activities that imports another': {
      code: `import type { ActivityContext } from '@reyield/worker'
      import { connect } from './activities/database.ts'
      export const charge = async (x: number, { signal }: ActivityContext) => connect(x, signal)`,
      filename: '/shop/src/activities.ts',
    },
    'another module with a similar name': right(`import { list } from './activities-list.ts'`),
    'a folder with a similar name': right(`import { list } from './my-activities/list.ts'`),
    'a module that the option leaves out': {
      code: workflowOf(`import { charge as pay } from './activities.ts'`),
      options: [{ modules: ['**/steps.*'] }],
      filename: ts,
    },
    'a module that the setting leaves out': {
      code: workflowOf(`import { charge as pay } from './activities.ts'`),
      settings: { reyield: { activityModules: ['**/steps.*'] } },
      filename: ts,
    },
    'a file of activities and a saga of redux-saga': {
      code: `import { call } from 'redux-saga/effects'
      import { workflow } from '@reyield/workflow'
      import { load } from './activities.ts'
      export function* watch() { yield call(load) }`,
      filename: ts,
    },
    'a client that imports activities': {
      code: `import { createClient } from '@reyield/client'
      import { charge } from './activities.ts'
      export const pay = () => charge(createClient())`,
      filename: ts,
    },
    'a file without Reyield': {
      code: `import { charge } from './activities.js'\nexport function* order() { yield charge(1) }`,
      filename: ts,
    },
    'a coroutine of co': {
      code: `import co from 'co'
      import { sleep } from '@reyield/workflow'
      import { load } from './activities.js'
      co(function* () { yield load() })`,
      filename: '/shop/src/load.js',
    },
  },
  wrong: {
    'a namespace import for its type': {
      code: workflowOf(`import * as shop from './activities.ts'`),
      errors: ["'./activities.ts' has activities. A workflow needs their types only: write import type."],
      fixed: workflowOf(`import type * as shop from './activities.ts'`),
      filename: ts,
    },
    'a named import for its type': {
      code: workflowOf(`import { Receipt } from './activities.ts'\nexport type Paid = Receipt`),
      errors: ['import'],
      fixed: workflowOf(`import type { Receipt } from './activities.ts'\nexport type Paid = Receipt`),
      filename: ts,
    },
    'a default import for its type': {
      code: workflowOf(`import shop from './activities.ts'`),
      errors: ['import'],
      fixed: workflowOf(`import type shop from './activities.ts'`),
      filename: ts,
    },
    'an import of JavaScript, without a fix': {
      code: workflowOf(`import * as shop from './activities.js'`),
      errors: [
        "'./activities.js' has activities. A workflow calls them by activities(…), and doesn't need their code.",
      ],
      filename: '/shop/src/workflows.js',
    },
    'types among values, without a fix': {
      code: workflowOf(
        `import { OutOfStock, type Receipt } from './activities.ts'\nexport const is = (x: unknown): x is Receipt => x instanceof OutOfStock`,
      ),
      errors: ['import'],
      filename: ts,
    },
    'an inline type, without a fix': {
      code: workflowOf(`import { type Receipt } from './activities.ts'`),
      errors: ['import'],
      filename: ts,
    },
    'an import for its effects': {
      code: workflowOf(`import './activities.ts'`),
      errors: ['import'],
      filename: ts,
    },
    'a file in a folder of activities': {
      code: workflowOf(`import { charge as pay } from './activities/bank.ts'\npay(1)`),
      errors: ['import'],
      filename: ts,
    },
    'a folder of activities': {
      code: workflowOf(`import * as shop from './activities/index.js'\nexport { shop }`),
      errors: ['import'],
      filename: ts,
    },
    'an activity that the workflow calls': {
      code: workflowOf(`import { pay } from './activities.ts'`, `await pay(1)`),
      errors: [
        "'./activities.ts' has activities, and a workflow uses 'pay' of it. Call activities by activities<typeof module>(…), and keep what both need in a module of its own.",
      ],
      filename: ts,
    },
    'an activity that a workflow calls in a program of one file': {
      code: `import { createWorker } from '@reyield/worker'
      import { workflow } from '@reyield/workflow'
      import * as shop from './activities.ts'
      const order = workflow({ name: 'order' }, async function* () { await shop.charge(1) })
      createWorker({ workflows: [order], activities: shop })`,
      errors: ['used'],
      filename: ts,
    },
    'an error class that the workflow uses': {
      code: workflowOf(
        `import { OutOfStock } from './activities.ts'`,
        `try { yield* charge(1) } catch (e) { if (!(e instanceof OutOfStock)) throw e }`,
      ),
      errors: ['used'],
      filename: ts,
    },
    'a helper generator that uses an activity': {
      code: `import { sleep } from '@reyield/workflow'
      import { pay } from '../activities.ts'
      export async function* settle(x: number) { yield* sleep(1); return pay(x) }`,
      errors: ['used'],
      filename: ts,
    },
    'a module of the option': {
      code: workflowOf(`import * as shop from './steps/bank.ts'`),
      options: [{ modules: ['src/steps/*'] }],
      errors: ['import'],
      fixed: workflowOf(`import type * as shop from './steps/bank.ts'`),
      filename: ts,
    },
    'a module of the setting': {
      code: workflowOf(`import * as shop from './bank.steps.ts'`),
      settings: { reyield: { activityModules: ['**/*.steps.{ts,js}'] } },
      errors: ['import'],
      fixed: workflowOf(`import type * as shop from './bank.steps.ts'`),
      filename: ts,
    },
    'a subpath import': {
      code: workflowOf(`import * as shop from '#shop/activities.js'\nexport { shop }`),
      errors: ['import'],
      filename: ts,
    },
  },
})
