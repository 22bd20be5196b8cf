import { expect, it } from 'vitest'
import { readContext, writeContext } from './execution-context.ts'

it('an execution context is read as it was written', () => {
  const context = { status: '{"json":1}', error: { code: 'WORKFLOW_STUCK', message: 'it hangs' } }
  expect(readContext(writeContext(context))).toEqual(context)
  expect(writeContext({ status: 'x' })).toBe('{"reyield":1,"status":"x"}')
})

it.each([undefined, '', 'plain', '5', '[]', '{"status":"of another decider"}', '{"reyield":2,"status":"x"}'])(
  'what another decider wrote (%s) says nothing',
  text => {
    expect(readContext(text)).toEqual({})
  },
)
