import { createClient } from '@reyield/client'
import { signal, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ways, fixture } from './fixture.ts'

const added = signal<{ item: string }>('added')
const sealed = signal('sealed')

/** Collects what is added until it is sealed, over several runs. */
const cart = workflow(
  { name: 'cart', taskList: 'main', executionStartToClose: '1h' },
  async function* (customer: number) {
    const items: string[] = []
    const early = yield* added.pending()
    while ((yield* sealed.pending()) === 0) items.push((yield* added).item)
    return { customer, early, items: [...items, ...(yield* added.drain()).map(({ item }) => item)] }
  },
)

describe.each(ways)('signalWithStart over %s', way => {
  it('starts an execution with its first signal, and signals it after that', async () => {
    await using w = await fixture(way)
    w.worker({ workflows: [cart] })
    const client = { ...w.client, start: w.started }
    await client.start(cart, 0, { workflowId: 'ready' }) // all workers are ready
    const add = (item: string) =>
      w.client.signalWithStart(cart, { workflowId: 'c', input: 7, signal: added, value: { item } })
    await add('tea')
    await add('milk')
    const handle = w.client.handle(cart, { workflowId: 'c' })
    await handle.signal(sealed)
    await handle.signal(added, { item: 'cup' })
    expect(await handle.result()).toEqual({ customer: 7, early: 1, items: ['tea', 'milk', 'cup'] })
  })
})

it('many concurrent calls start one execution, and each signal is received once', async () => {
  await using w = await fixture('direct transport')
  w.worker({ workflows: [cart] })
  await w.started(cart, 0, { workflowId: 'ready' })
  const items = Array.from({ length: 20 }, (_, n) => `item ${n}`)
  const handles = await Promise.all(
    items.map(item =>
      createClient({ swf: w.swf, domain: 'test' }).signalWithStart(cart, {
        workflowId: 'c',
        input: 1,
        signal: added,
        value: { item },
      }),
    ),
  )
  expect(handles.filter(({ runId }) => runId !== undefined)).toHaveLength(1)
  const handle = w.client.handle(cart, { workflowId: 'c' })
  await handle.signal(sealed)
  await handle.signal(added, { item: 'last' })
  const result = await handle.result()
  expect(result.items.toSorted()).toEqual([...items, 'last'].toSorted())
})
