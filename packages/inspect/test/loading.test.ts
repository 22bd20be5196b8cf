import { expect, it } from 'vitest'
import { answerTo } from '../src/host/answer-to.ts'
import type { Loaded } from '../src/host/loaded.ts'
import { moduleOf } from './modules.ts'

const load = (workflows: readonly string[], serializer = 'superjson') =>
  answerTo({ do: 'load', workflows, serializer, guards: 'throw' })
const order = `export const order = workflow(options, function* () {})`

it('finds workflows and signals that are exported by name, as default, in lists, records and namespaces, each once', async () => {
  const shared = moduleOf(
    `export const one = workflow({ ...options, name: 'one', version: '2.0', taskList: 'main' }, function* () {})`,
  )
  const other = moduleOf(`
    export * as inner from '${shared}'
    const make = name => workflow({ ...options, name }, function* () {})
    const two = make('two')
    export { two, two as again }
    export default { list: [make('three'), two], deep: { er: { four: make('four') } }, get broken() { throw new Error('no') } }
    export const approved = signal('approved')
    export const { charge } = activities({ startToClose: '5m' })
    export const calls = activities({ startToClose: '5m' })
    export const text = 'text', nothing = null`)
  const definition = (name: string, file: string) => ({
    kind: 'workflow',
    name,
    version: '1.0',
    taskList: undefined,
    file,
    executionStartToClose: '86400',
    taskStartToClose: '10',
    childPolicy: 'TERMINATE',
    serializer: 'superjson',
    retired: [],
  })
  const { definitions, signals } = (await load([shared, other])) as Loaded
  expect(signals).toEqual([{ name: 'approved' }])
  expect(definitions.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    definition('four', other),
    { ...definition('one', shared), version: '2.0', taskList: 'main' },
    definition('three', other),
    definition('two', other),
  ])
})

it.each<[string, () => Promise<unknown>, string, RegExp]>([
  [
    'throws',
    () => load([moduleOf(`throw new RangeError('no connection')`)]),
    'REPLAY_HOST_FAILED',
    /^The workflow module \/.*\.mjs can't be loaded: RangeError: no connection$/,
  ],
  [
    'throws something else',
    () => load([moduleOf(`throw { toString() { throw 1 } }`)]),
    'REPLAY_HOST_FAILED',
    /can't be loaded: Error: something was thrown that cannot be printed$/,
  ],
  [
    'is missing',
    () => load(['/nowhere/workflows.mjs']),
    'REPLAY_HOST_FAILED',
    /^The workflow module \/nowhere\/workflows\.mjs can't be loaded: Error: Cannot find module/,
  ],
  [
    'is no JavaScript',
    () => load([moduleOf('export const = 5')]),
    'REPLAY_HOST_FAILED',
    /can't be loaded: \w*Error/,
  ],
  [
    'exports no workflow',
    () => load([moduleOf('export const x = 5')]),
    'REPLAY_HOST_FAILED',
    /^The module \/.*\.mjs exports no workflow: export what/,
  ],
  [
    'exports a type that another one has',
    () => load([moduleOf(order), moduleOf(order)]),
    'DEFINITION_DUPLICATE',
    /order/,
  ],
  [
    'exports no serializer',
    () => load([moduleOf(order)], moduleOf('export default 5')),
    'REPLAY_HOST_FAILED',
    /^The module \/.*\.mjs exports no serializer: export an object/,
  ],
])('a module that %s is reported', async (_, loading, code, message) => {
  await expect(loading()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
})
