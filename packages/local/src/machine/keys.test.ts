import fc from 'fast-check'
import { expect, test } from 'vitest'
import { executionKey, parseExecutionKey } from './keys.ts'

const domain = { region: 'eu-west-1', name: 'shop' }
const workflowIds = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
const runIds = fc.string({ unit: fc.constantFrom('a', '7', '+', '/', '=', '%', '2', 'F'), minLength: 1 })

test('the key of an execution preserves any workflow id and run id, and is unique', () => {
  fc.assert(
    fc.property(workflowIds, runIds, workflowIds, runIds, (workflowId, runId, other, otherRun) => {
      const key = executionKey({ domain, workflowId, runId })
      expect(parseExecutionKey(key)).toEqual({ domain, workflowId, runId })
      const same = workflowId === other && runId === otherRun
      expect(executionKey({ domain, workflowId: other, runId: otherRun }) === key).toBe(same)
    }),
  )
})

test.each([
  ['order-7', 'r/1=', 'eu-west-1/shop/order-7/r/1='],
  ['22X+a/b=:1', 'r', 'eu-west-1/shop/22X+a%2Fb=:1/r'],
  ['100%', 'r', 'eu-west-1/shop/100%25/r'],
  ['%2F', 'r', 'eu-west-1/shop/%252F/r'],
  ['ü|\u0000', 'r', 'eu-west-1/shop/ü|%00/r'],
])('the workflow id %j with run id %s has the key %s', (workflowId, runId, key) => {
  expect(executionKey({ domain, workflowId, runId })).toBe(key)
})
