import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client, ExecutionQuery, ListOptions } from '@reyield/client'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sweep, type Cursor } from './sweep.ts'

/** A client that lists executions with these start times. SWF compares `unit` milliseconds. */
const clientOf = (starts: readonly number[], unit: number) => {
  const all = starts.map((start, i): WorkflowExecutionInfo => ({
    execution: { workflowId: `w${i}`, runId: `r${i}` },
    startTimestamp: new Date(start),
    workflowType: undefined,
    executionStatus: 'OPEN',
  }))
  const down = (time: number) => Math.floor(time / unit)
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- lists are asynchronous
    async *list({ startedAfter, startedBefore }: ExecutionQuery, { order }: ListOptions = {}) {
      const found = all
        .filter(({ startTimestamp }) => {
          const time = down(startTimestamp!.getTime())
          return (
            time >= down(startedAfter?.getTime() ?? 0) && time <= down(startedBefore?.getTime() ?? Infinity)
          )
        })
        .sort((a, b) => a.startTimestamp!.getTime() - b.startTimestamp!.getTime())
      for (const info of order === 'oldest first' ? found : found.reverse()) yield { info }
    },
  } as unknown as Pick<Client, 'list'>
}

/** Looks at so many executions, and returns their runs and where the sweep was then. */
async function look(client: Pick<Client, 'list'>, from: Cursor, limit: number) {
  const runs: string[] = []
  const swept = sweep(client, { status: 'OPEN' }, undefined, from)
  for (let cursor = from; ;) {
    if (runs.length === limit) {
      await swept.return(from)
      return { runs, cursor, isAll: false }
    }
    const next = await swept.next()
    if (next.done === true) return { runs, cursor: next.value, isAll: true }
    expect(next.value.before).toEqual(cursor)
    runs.push(next.value.info.execution!.runId!)
    cursor = next.value.after
  }
}

it('a search that is resumed again and again looks at each execution once, however their times coincide', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4000), { maxLength: 40 }),
      fc.constantFrom(1, 1000),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
      async (starts, unit, limits) => {
        const client = clientOf(starts, unit)
        const seen: string[] = []
        let cursor: Cursor = {}
        for (let i = 0; ; i++) {
          const looked = await look(client, cursor, limits[i % limits.length]!)
          seen.push(...looked.runs)
          // a cursor survives the file that it is kept in
          cursor = JSON.parse(JSON.stringify(looked.cursor)) as Cursor
          if (looked.isAll) break
        }
        expect(seen.sort()).toEqual(starts.map((_, i) => `r${i}`).sort())
      },
    ),
    { numRuns: 200 },
  )
})

it('takes the newest and the oldest in turns', async () => {
  const { runs } = await look(clientOf([10, 20, 30, 40, 50], 1), {}, 10)
  expect(runs).toEqual(['r4', 'r0', 'r3', 'r1', 'r2'])
})
