import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileNameOf } from './file-name.ts'

it('is a file name whatever the ids contain, and another one for another run', () => {
  const run = fc.record({ workflowId: fc.string({ unit: 'binary', maxLength: 256 }), runId: fc.string() })
  fc.assert(
    fc.property(run, run, (one, other) => {
      expect(fileNameOf(one)).toMatch(/^[\w%~.-]{1,210}\.json$/)
      expect(fileNameOf(one).startsWith('.')).toBe(false)
      const isSame = `${one.workflowId}.${one.runId}` === `${other.workflowId}.${other.runId}`
      expect(fileNameOf(one) === fileNameOf(other)).toBe(isSame)
    }),
  )
  expect(fileNameOf({ workflowId: 'a/b c', runId: '22x+/=' })).toBe('a%2fb%20c.22x%2b%2f%3d.json')
})
