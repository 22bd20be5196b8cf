import { run, type Mocks } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import { importAll, importing, inbox, monthlyExport } from './patterns.ts'

it('an export is asked for again and again, less and less often', async () => {
  const asked: string[] = []
  const going = run(monthlyExport, '2025-12', {
    activities: {
      ...importing,
      stateOf: () => {
        asked.push(going.inspect().now.toISOString().slice(11, 19))
        return asked.length < 9 ? 'running' : 'done'
      },
    } satisfies Mocks<typeof importing>,
  })
  expect(await going).toComplete('done')
  expect(asked).toEqual(
    '00:00:10 00:00:30 00:01:10 00:02:30 00:05:10 00:10:30 00:20:30 00:30:30 00:40:30'.split(' '),
  )
})

it('an inbox imports each file once', async () => {
  const imported: string[] = []
  const going = run(inbox, '', {
    activities: { ...importing, importFile: file => void imported.push(file) } satisfies Mocks<
      typeof importing
    >,
  })
  await going.advance('5m')
  expect(imported).toEqual(['a', 'b'])
})

it.each([
  3,
  16, // by four children
  50, // by four children, which have children
])('of %d items, each is imported once', async count => {
  const imported: number[] = []
  const activities = { ...importing, importItem: item => void imported.push(item) } satisfies Mocks<
    typeof importing
  >
  const ran = await run(importAll, { from: 0, to: count, width: 4 }, { activities, children: [importAll] })
  expect(ran).toComplete(count)
  expect(imported.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, item) => item))
})
