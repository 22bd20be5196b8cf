import { expect, it } from 'vitest'
import { loadHistory } from './load-history.ts'

it.each([
  '{"events":[{"input":"card 4111"',
  '{"events":[card 4111]}',
  '{"events":[{"input":"card 4111",}]}',
  'card 4111',
  '',
])('says that a file is no JSON without quoting it: %s', text => {
  const refused = (() => {
    try {
      loadHistory(text)
      return undefined
    } catch (error) {
      return error as Error & { code: string }
    }
  })()
  expect(refused?.code).toBe('HISTORY_INVALID')
  expect(refused?.message).toMatch(
    /^The history: it isn't valid JSON(: it ends too early|, at position \d+)?/,
  )
  expect(refused?.message).not.toMatch(/card|4111/)
})
