import { testRule } from '../../test/rule-cases.ts'
import { testTypedRule } from '../../test/typed-cases.ts'
import { serializablePayload } from './serializable-payload.ts'

const imports = `import { activities, child, continueAsNew, signalExternal, sleep, status, workflow } from '@reyield/workflow'
import { createWorker } from '@reyield/worker'
interface Line { item: string; count: number }
interface Impl { charge: (x: unknown) => Promise<string>; ship: (x: Line) => Promise<void> }
const { charge, ship } = activities<Impl>({ startToClose: '1m' })
`
const inWorkflow = (body: string, before = '') => `${imports}${before}
export const order = workflow({ name: 'order' }, function* (input: Line) { ${body} })`

testTypedRule(
  serializablePayload,
  {
    'plain data': inWorkflow(`yield* charge({ id: 1, lines: [input], note: null }); return 'done'`),
    'an interface of data': inWorkflow(`yield* ship(input); return input`),
    'dates, maps and sets': inWorkflow(
      `yield* charge({ at: new Date(0), seen: new Set([1]), by: new Map([[1, 2]]) }); return /x/`,
    ),
    'big numbers and typed arrays': inWorkflow(`yield* charge(5n); return new Uint8Array(2)`),
    'errors and URLs': inWorkflow(`yield* charge(new Error('x')); return new URL('http://x')`),
    'optional members': inWorkflow(
      `const x: { a?: string; b: number | undefined } = { b: 1 }; yield* charge(x)`,
    ),
    'a type without limits': inWorkflow(`yield* charge(input as unknown); yield* charge(JSON.parse('1'))`),
    'a recursive type': inWorkflow(
      `const tree: Tree = { children: [] }; yield* charge(tree)`,
      `interface Tree { children: Tree[] }`,
    ),
    'a union of data': inWorkflow(`const x: string | Line | null = input; yield* charge(x)`),
    'a tuple and a record': inWorkflow(`const x: [number, Record<string, Line>] = [1, {}]; yield* charge(x)`),
    'a class instance, about which the serializer decides': inWorkflow(
      `yield* charge(new Money(1))`,
      `class Money { constructor(readonly amount: number) {} add() { return 1 } }`,
    ),
    'the result of an activity': inWorkflow(`return yield* charge(1)`),
    'a function that is called': inWorkflow(`const f = () => 1; yield* charge(f())`),
    'an operation that records no value': inWorkflow(`yield* sleep(() => 1)`),
    'a function outside of workflows': `${imports}export const make = () => charge(() => 1)`,
    'enum values and literals': inWorkflow(`const x: 'a' | 1 | true = 'a'; yield* charge(x)`),
    'generators of other libraries': `${imports}export function* watch() { yield () => 1; return () => 2 }`,
    'activities that return data': `${imports}createWorker({ activities: { load: async (x: string) => ({ x, at: new Date() }) } })`,
  },
  {
    'a function as the input of an activity': [
      inWorkflow(`yield* charge(() => 1)`),
      "The input is a function, which can't be recorded in a history. Give 'charge' plain data.",
    ],
    'a function in an object': [
      inWorkflow(`yield* charge({ id: 1, done: () => 1 })`),
      "The input.done is a function, which can't be recorded in a history. Give 'charge' plain data.",
    ],
    'a function in a list': [inWorkflow(`yield* charge([() => 1])`), 'payload'],
    'a function deep inside': [inWorkflow(`yield* charge({ a: { b: [{ c: () => 1 }] } })`), 'payload'],
    'a method of an interface': [
      inWorkflow(`const job: Job = { run() {} }; yield* charge(job)`, `interface Job { run(): void }`),
      'payload',
    ],
    'a symbol': [inWorkflow(`yield* charge(Symbol('x'))`), 'payload'],
    'a promise': [inWorkflow(`yield* charge(Promise.resolve(1))`), 'payload'],
    'a promise in an object': [inWorkflow(`yield* charge({ rate: Promise.resolve(1) })`), 'payload'],
    'a WeakMap': [inWorkflow(`yield* charge(new WeakMap())`), 'payload'],
    'a signal of abort': [inWorkflow(`yield* charge(new AbortController().signal)`), 'payload'],
    'a generator': [inWorkflow(`yield* charge((function* () { yield 1 })())`), 'payload'],
    'the input of a child': [
      inWorkflow(
        `yield* child(other, { done: () => 1 })`,
        `declare const other: { input: { done: () => number } }`,
      ),
      'payload',
    ],
    'the input of the next run': [inWorkflow(`yield* continueAsNew({ again: () => 1 })`), 'payload'],
    'a status': [inWorkflow(`yield* status(() => 1)`), 'payload'],
    'the value of a signal': [
      inWorkflow(`yield* signalExternal({ workflowId: 'a' }, 'x', { f: () => 1 })`),
      'payload',
    ],
    'an optional function': [inWorkflow(`const x: { done?: () => void } = {}; yield* charge(x)`), 'payload'],
    'the result of a workflow': [
      inWorkflow(`yield* sleep(1); return { undo: () => 1 }`),
      "The result.undo is a function, which can't be recorded in a history. Return plain data.",
    ],
    'the result of an activity': [
      `${imports}createWorker({ activities: { load: async (x: string) => ({ x, close: () => 1 }) } })`,
      'result',
    ],
  },
)

testRule(
  serializablePayload,
  {
    right: {
      'everything without type information': `yield* charge(() => 1); return () => 1`,
      'a file without Reyield': `import { x } from './x.js'\nexport function* order() { yield* x(() => 1) }`,
    },
    wrong: {},
  },
  undefined,
  0,
)
