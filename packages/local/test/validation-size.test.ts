import { expect, test } from 'vitest'
import { brokenConstraints, validate } from '../src/model/validate.ts'
import { World } from './local-world.ts'

const decisions = (count: number) => ({
  taskToken: 't',
  decisions: Array.from({ length: count }, () => ({})),
})

test('a ValidationException lists 20 violations and says how many more there are', () => {
  const message = new World().fault('RespondDecisionTaskCompleted', decisions(332_000))
  expect(message).toMatch(
    /^ValidationException: 332000 validation errors detected: Value null at 'decisions\.1\.member\.decisionType' .*; and 331980 more$/,
  )
  expect([message.match(/failed to satisfy/g)!.length, message.length < 5000]).toEqual([20, true])
})

test('20 violations are all listed', () => {
  const message = new World().fault('RespondDecisionTaskCompleted', decisions(20))
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
  expect(new World().fault(action, input).length).toBeLessThan(65_536)
})

test('no more than 20 violations are written down', () => {
  expect(brokenConstraints('RespondDecisionTaskCompletedInput', decisions(332_000))).toEqual(
    Array.from(
      { length: 20 },
      (_, n) =>
        `Value null at 'decisions.${n + 1}.member.decisionType' failed to satisfy constraint: Member must not be null`,
    ),
  )
})

/** The least time that something takes, in milliseconds. */
function leastTime(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const before = performance.now()
    work()
    return performance.now() - before
  })
  return Math.min(...times)
}

test.each([
  [
    'decisions without members',
    'RespondDecisionTaskCompleted',
    { taskToken: 't', decisions: Array(332_000).fill({}) },
  ],
  [
    'decisions that are null',
    'RespondDecisionTaskCompleted',
    { taskToken: 't', decisions: Array(199_000).fill(null) },
  ],
  ['tags without members', 'TagResource', { resourceArn: 'a', tags: Array(330_000).fill({}) }],
] as const)('1 MB of %s is refused in less time than three times that of parsing it', (_, action, input) => {
  const text = JSON.stringify(input)
  const parsed: unknown = JSON.parse(text)
  const parsing = leastTime(() => JSON.parse(text))
  const refusing = leastTime(() => {
    expect(() => validate(action, parsed)).toThrow()
  })
  expect(refusing / parsing).toBeLessThan(3)
})
