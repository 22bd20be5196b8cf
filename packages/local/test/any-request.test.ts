import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fault } from '../src/fault.ts'
import { operations, shapes } from '../src/model/generated/shapes.ts'
import { World } from './local-world.ts'

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

/** Values that are nearly what a shape wants, with members missing, null, strange or of another type. */
function like(name: string, depth = 0): fc.Arbitrary<unknown> {
  const shape = shapes[name]!
  const strange = {
    weight: 1,
    arbitrary: fc.oneof(fc.constantFrom(null, 7, true, 'x', [], {}), fc.anything()),
  }
  if (shape.type === 'structure') {
    const members = Object.fromEntries(
      Object.entries(shape.members).map(([member, of]) => [member, like(of, depth + 1)]),
    )
    return fc.oneof(strange, {
      weight: 30,
      arbitrary: fc.record(members, { requiredKeys: [...shape.required] }),
    })
  }
  if (shape.type === 'list') {
    return fc.oneof(strange, {
      weight: 30,
      arbitrary: fc.array(like(shape.member, depth + 1), { maxLength: 3 }),
    })
  }
  if (shape.type === 'boolean') return fc.oneof(strange, { weight: 30, arbitrary: fc.boolean() })
  if (shape.type !== 'string') return fc.oneof(strange, { weight: 30, arbitrary: fc.nat(1200) })
  const text = fc.oneof(fc.constantFrom(...(shape.enum ?? names)), fc.string({ unit: 'binary' }))
  return fc.oneof(strange, { weight: 30, arbitrary: text })
}

function answers(world: World, action: string, input: unknown): void {
  try {
    const outcome = world.ask(action, input)
    if (!('wait' in outcome) && outcome.record !== undefined) {
      expect(JSON.parse(JSON.stringify(outcome.record))).toEqual(outcome.record)
      world.commit(outcome.record)
    }
  } catch (error) {
    expect(error).toBeInstanceOf(Fault)
  }
}

test('whatever is asked, the answer is a response or a fault', () => {
  const request = fc
    .constantFrom(...actions)
    .chain(action => fc.tuple(fc.constant(action), like(operations[action].input)))
  fc.assert(
    fc.property(fc.array(request, { maxLength: 30 }), requests => {
      const world = new World().started()
      for (const [action, input] of requests) answers(world, action, input)
    }),
    { numRuns: 300 },
  )
})

test('a body that is nested without end, or a name from the prototype of everything, is a fault', () => {
  let deep: unknown = 'x'
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const world = new World().started()
  const tagList = deep
  const start = { domain: 'd', workflowId: 'v', workflowType: { name: 'flow', version: '1' } }
  expect(world.fault('StartWorkflowExecution', { ...start, tagList })).toBe(
    "SerializationException: The value at 'tagList.1.member' is not a string",
  )
  expect(world.fault('DescribeDomain', { name: deep })).toBe(
    "SerializationException: The value at 'name' is not a string",
  )
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(world.fault('DescribeDomain', { name })).toBe(`UnknownResourceFault: Unknown domain: ${name}`)
    expect(world.fault(name, {})).toBe(`UnknownOperationException: Unknown operation: ${name}`)
  }
})
