import { expect, test } from 'vitest'
import { brokenConstraints } from '../src/model/validate.ts'
import { TestService } from './test-service.ts'

const decisions = (count: number) => ({
  taskToken: 't',
  decisions: Array.from({ length: count }, () => ({})),
})

test('a ValidationException lists 20 violations and the number of further ones', () => {
  const message = new TestService().errorOf('RespondDecisionTaskCompleted', decisions(332_000))
  expect(message).toMatch(
    /^ValidationException: 332000 validation errors detected: Value null at 'decisions\.1\.member\.decisionType' .*; and 331980 more$/,
  )
  expect([message.match(/failed to satisfy/g)!.length, message.length < 5000]).toEqual([20, true])
})

test('a ValidationException lists all of 20 violations', () => {
  const message = new TestService().errorOf('RespondDecisionTaskCompleted', decisions(20))
  expect(message).toMatch(
    /^ValidationException: 20 validation errors detected: .*Member must satisfy|must not be null$/,
  )
})

test.each<[string, string, object]>([
  ['a long name', 'DescribeDomain', { name: 'x'.repeat(900_000) }],
  ['a long list', 'TagResource', { resourceArn: 'a', tags: Array.from({ length: 300_000 }, () => ({})) }],
  ['a list of long tags', 'StartWorkflowExecution', { tagList: Array(9).fill('x'.repeat(90_000)) }],
  ['a long operation', 'x'.repeat(900_000), {}],
])('%s is answered with less than 64 kB', (_, action, input) => {
  expect(new TestService().errorOf(action, input).length).toBeLessThan(65_536)
})

test('only 20 violations are formatted', () => {
  expect(brokenConstraints('RespondDecisionTaskCompletedInput', decisions(332_000))).toEqual(
    Array.from(
      { length: 20 },
      (_, n) =>
        `Value null at 'decisions.${n + 1}.member.decisionType' failed to satisfy constraint: Member must not be null`,
    ),
  )
})
