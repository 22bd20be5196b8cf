import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SwfError } from '../src/model/swf-error.ts'
import { operations, shapes } from '../src/model/generated/shapes.ts'
import { attributesMember } from '../src/machine/decisions/table.ts'
import type { DecisionType } from '../src/model/generated/types.ts'
import type { ScalarShape } from '../src/model/shape.ts'
import { TestService } from './test-service.ts'

const actions = Object.keys(operations) as (keyof typeof operations)[]
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'd',
  'w',
  'flow',
  'flows',
  'act',
  '1',
  'NONE',
]

/** Valid values for shapes for which random text is hardly ever valid. */
const fitting = new Map([
  ['DurationInSeconds', ['0', '1', '900']],
  ['DurationInSecondsOptional', ['', '0', '1', 'NONE']],
  ['TaskPriority', ['0', '-1']],
])

/** Almost valid values of a shape: one member in `odds` is missing, null, strange or of a wrong type. */
function like(name: string, odds = 30): fc.Arbitrary<unknown> {
  const shape = shapes[name]!
  const strange = {
    weight: 1,
    arbitrary: fc.oneof(fc.constantFrom(null, 7, true, 'x', [], {}), fc.anything()),
  }
  if (shape.type === 'structure') {
    const members = Object.fromEntries(
      Object.entries(shape.members).map(([member, of]) => [member, like(of, odds)]),
    )
    return fc.oneof(strange, {
      weight: odds,
      arbitrary: fc.record(members, { requiredKeys: [...shape.required] }),
    })
  }
  if (shape.type === 'list') {
    return fc.oneof(strange, {
      weight: odds,
      arbitrary: fc.array(like(shape.member, odds), { maxLength: 3 }),
    })
  }
  if (shape.type === 'boolean') return fc.oneof(strange, { weight: odds, arbitrary: fc.boolean() })
  if (shape.type !== 'string') return fc.oneof(strange, { weight: odds, arbitrary: fc.nat(1200) })
  const text = fc.oneof(
    { weight: odds, arbitrary: fc.constantFrom(...(fitting.get(name) ?? shape.enum ?? names)) },
    { weight: 30, arbitrary: fc.string({ unit: 'binary' }) },
  )
  return fc.oneof(strange, { weight: odds, arbitrary: text })
}

function answers(service: TestService, action: string, input: unknown): void {
  try {
    const outcome = service.ask(action, input)
    if (!('wait' in outcome) && outcome.record !== undefined) {
      expect(JSON.parse(JSON.stringify(outcome.record))).toEqual(outcome.record)
      service.commit(outcome.record)
    }
  } catch (error) {
    expect(error).toBeInstanceOf(SwfError)
  }
}

test('any request returns a response or an SWF error', () => {
  const request = fc
    .constantFrom(...actions)
    .chain(action => fc.tuple(fc.constant(action), like(operations[action].input)))
  fc.assert(
    fc.property(fc.array(request, { maxLength: 30 }), requests => {
      const service = new TestService().started()
      for (const [action, input] of requests) answers(service, action, input)
    }),
    { numRuns: 300 },
  )
})

test('any batch of decisions records events of the API model, or is refused as a whole', () => {
  const { enum: decisionTypes = [] } = shapes.DecisionType as ScalarShape
  const decision = fc.constantFrom(...decisionTypes).chain(decisionType => {
    const member = attributesMember(decisionType as DecisionType)
    return fc.record({
      decisionType: fc.constant(decisionType),
      [member]: like(`${decisionType}DecisionAttributes`, 1000),
    })
  })
  const recorded = new Set<string>()
  fc.assert(
    fc.property(fc.array(fc.array(decision, { maxLength: 3 }), { maxLength: 8 }), batches => {
      const service = new TestService().started({ lambdaRole: 'role' })
      for (const decisions of batches) {
        answers(service, 'SignalWorkflowExecution', { domain: 'd', workflowId: 'w', signalName: 's' })
        const { taskToken } = service.decisionTask()
        if (taskToken === undefined) break
        answers(service, 'RespondDecisionTaskCompleted', { taskToken, decisions })
        service.invoke(() => ({ result: 'r' }))
        service.pass(1000)
      }
      for (const { events = [] } of service.log) for (const { eventType } of events) recorded.add(eventType)
    }),
    { numRuns: 300 },
  )
  expect(recorded.size).toBeGreaterThan(20)
})

test('a deeply nested body, or the name of a member of Object.prototype, returns an SWF error', () => {
  let deep: unknown = 'x'
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const service = new TestService().started()
  const tagList = deep
  const start = { domain: 'd', workflowId: 'v', workflowType: { name: 'flow', version: '1' } }
  expect(service.errorOf('StartWorkflowExecution', { ...start, tagList })).toBe(
    "SerializationException: The value at 'tagList.1.member' is not a string",
  )
  expect(service.errorOf('DescribeDomain', { name: deep })).toBe(
    "SerializationException: The value at 'name' is not a string",
  )
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(service.errorOf('DescribeDomain', { name })).toBe(`UnknownResourceFault: Unknown domain: ${name}`)
    expect(service.errorOf(name, {})).toBe(`UnknownOperationException: Unknown operation: ${name}`)
  }
})
