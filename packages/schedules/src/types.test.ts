import { workflow, type Coroutine } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { schedule } from './index.ts'

const place = { taskList: 'main', executionStartToClose: '1h' }
const none = workflow({ name: 'none', ...place }, function* (): Coroutine<void> {})
const text = workflow({ name: 'text', ...place }, function* (_: string): Coroutine<void> {})
const either = workflow({ name: 'either', ...place }, function* (_: 'a' | 'b'): Coroutine<void> {})
const optional = workflow({ name: 'optional', ...place }, function* (_?: number): Coroutine<void> {})
const times = { name: 'x', cron: '0 3 * * *' } as const

it('the input of a schedule is that of its workflow, and its times are of one kind', () => {
  const input = Math.random() > 0.5 ? 'a' : 'b'
  const accepted = [
    schedule({ ...times, workflow: none }),
    schedule({ ...times, workflow: text, input: 'tea' }),
    schedule({ ...times, workflow: either, input }),
    schedule({ ...times, workflow: optional }),
    schedule({ ...times, workflow: optional, input: 7 }),
    schedule({ name: 'x', every: '1h', workflow: none }),
    // @ts-expect-error the input is missing
    schedule({ ...times, workflow: text }),
    // @ts-expect-error the input is no text
    schedule({ ...times, workflow: text, input: 7 }),
    // @ts-expect-error the workflow has no input
    schedule({ ...times, workflow: none, input: 7 }),
    // @ts-expect-error a text of others
    schedule({ ...times, workflow: either, input: 'c' }),
  ]
  expect(accepted).toHaveLength(10)
  // @ts-expect-error two kinds of times
  expect(() => schedule({ ...times, every: '1h', workflow: none })).toThrow('set together with every')
  // @ts-expect-error no times
  expect(() => schedule({ name: 'x', workflow: none })).toThrow('is missing')
  // @ts-expect-error an unknown policy
  expect(() => schedule({ ...times, workflow: none, overlap: 'queue' })).toThrow('expected')
})
