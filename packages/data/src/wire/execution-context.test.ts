import { expect, it } from 'vitest'
import { readContext, writeContext } from './execution-context.ts'

it('an execution context that was written can be read', () => {
  const context = { status: '{"json":1}', error: { code: 'WORKFLOW_STUCK', message: 'it hangs' } }
  expect(readContext(writeContext(context))).toEqual(context)
  expect(writeContext({ status: 'x' })).toBe('{"reyield":1,"status":"x"}')
})

it.each([undefined, '', 'plain', '5', '[]', '{"status":"of another decider"}', '{"reyield":2,"status":"x"}'])(
  'the execution context of another decider (%s) is read as empty',
  text => {
    expect(readContext(text)).toEqual({})
  },
)
