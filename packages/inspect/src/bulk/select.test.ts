import type { Client } from '@reyield/client'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { select } from './select.ts'

/** Runs with these start times, newest first, as pages of two that begin `overlap` runs before the end of the last one. */
function listOf(starts: readonly number[], overlap: number) {
  const sorted = starts.map((start, i) => ({ runId: `r${i}`, start })).sort((a, b) => b.start - a.start)
  const listed = sorted.flatMap((_, i) => (i % 2 === 0 ? sorted.slice(Math.max(0, i - overlap), i + 2) : []))
  const client = {
    async *list() {
      await Promise.resolve()
      for (const { runId, start } of listed) {
        yield { info: { execution: { workflowId: 'order-7', runId }, startTimestamp: new Date(start) } }
      }
    },
  } as unknown as Client
  return { client, ids: sorted.map(({ runId }) => runId) }
}

it('takes each run once, newest first, as far as the limit, also if the pages of the list overlap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { maxLength: 12 }),
      fc.nat(3),
      fc.integer({ min: 1, max: 13 }),
      async (starts, overlap, limit) => {
        const { client, ids } = listOf(starts, overlap)
        const runs = select(
          client,
          { queries: [{ status: 'OPEN' }], filter: undefined },
          limit,
          () => undefined,
        )
        const found: string[] = []
        for (;;) {
          const { done, value } = await runs.next()
          if (done === true)
            return void expect([found, value.cut]).toEqual([ids.slice(0, limit), ids.length > limit])
          found.push(value.runId)
        }
      },
    ),
  )
})
