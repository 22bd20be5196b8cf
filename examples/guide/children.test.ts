import { explore, mock, run } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { startGuideSystem } from '../test/guide-system.ts'
import {
  add,
  book,
  changed,
  chapter,
  counter,
  helpdesk,
  parcel,
  printing,
  shop,
  thumbnail,
} from './children.ts'

describe('a child', () => {
  it('returns its result, or throws its error with the cause', async () => {
    const options = { children: [chapter], activities: printing }
    expect((await run(book, [[1, 2], [3]], options)).result).toBe('p1 p2 p3')
    expect((await run(book, [[13]], options)).result).toMatch(/^failed: .*: page 13 is cursed$/)
  })

  it('can be mocked', async () => {
    const { result, calls } = await run(book, [[1, 2], [3]], {
      children: [mock(chapter, pages => pages.map(page => `page ${page}`))],
    })
    expect(result).toBe('page 1 page 2 page 3')
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['chapter', [1, 2]],
      ['chapter', [3]],
    ])
  })

  it('that fails ends the book, in whatever order chapters end', async () => {
    const { complete, closeStatuses } = await explore(book, [[1], [2], [3]], {
      children: [mock(chapter, pages => pages.map(String))],
      outcomes: { chapter: ['completed', 'failed'] },
      cancelRequests: 0,
      finally: {
        'the book is complete, or its failure is returned': ({ result }) =>
          /^(1 2 3|failed: .*)$/.test(result as string),
      },
    })
    // all complete, in six orders; or one fails: the first that ends, the second or the third
    expect({ complete, closeStatuses }).toEqual({
      complete: true,
      closeStatuses: { COMPLETED: 6 + 3 + 6 + 6 },
    })
  })

  it('that is started apart receives signals', async () => {
    const { result } = await run(shop, 'home', { children: [parcel] })
    expect(result).toBe('sent to the neighbor')
  })
})

describe('other executions', () => {
  it('receive signals and cancel requests if they are open', async () => {
    const where = { redirect: 'parcel-1', stop: 'parcel-2' }
    expect((await run(helpdesk, where, { others: ['parcel-1', 'parcel-2'] })).result).toBe('both reached')
    expect((await run(helpdesk, where, { others: ['parcel-1'] })).result).toBe(
      'UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION',
    )
  })

  it('act on signals and cancel requests', async () => {
    await using system = await startGuideSystem([parcel, helpdesk], printing)
    const { client, resultOf } = system
    const redirected = await client.start(parcel, 'home', { workflowId: 'parcel-1' })
    const stopped = await client.start(parcel, 'home', { workflowId: 'parcel-2' })
    const desk = await client.start(helpdesk, { redirect: 'parcel-1', stop: 'parcel-2' })
    expect(await resultOf(desk)).toBe('both reached')
    expect(await resultOf(redirected)).toBe('sent to the office')
    await expect(resultOf(stopped)).rejects.toMatchObject({ code: 'WORKFLOW_CANCELED' })
  })
})

describe('a parcel', () => {
  it('is sent to the new address if it is redirected within the hour', async () => {
    expect((await run(parcel, 'home')).result).toBe('sent to home')
    expect((await run(parcel, 'home').signal(changed, 'the office')).result).toBe('sent to the office')
  })
})

it('a workflow that continues as new loses no signal', async () => {
  const going = run(counter, { total: 0, rounds: 3 })
  for (let n = 1; n <= 6; n++) going.signal(add, n)
  const { result, runs } = await going
  expect([result?.total, runs.length]).toEqual([21, 3])
})

it('a Lambda function is called', async () => {
  const lambdas = { measure: ({ url }: { url: string }) => ({ width: url.length }) }
  expect((await run(thumbnail, 'http://x', { lambdas })).result).toBe(8)
})
