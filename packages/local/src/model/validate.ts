import type { Fault } from '../fault.ts'
import { serialization, unknownOperation, validation } from '../faults.ts'
import { operations, shapes } from './generated/shapes.ts'
import type { Operations } from './generated/types.ts'
import { emptyIsAbsent, memberRules, printedEnums, shapeRules } from './rules.ts'
import type { ListShape, ScalarShape, Shape, StructureShape } from './shape.ts'

export type Action = keyof Operations

/** Throws UnknownOperationException for what is no action of the Amazon SWF API. */
export function actionNamed(name: string): Action {
  if (!Object.hasOwn(operations, name)) throw unknownOperation(`Unknown operation: ${printed(name)}`)
  return name as Action
}

/**
 * The input of an action, checked against the API model: a copy with the model's members only, where null, undefined
 * and the empty form of an optional string are absent. Throws ValidationException with all the broken constraints, in
 * the service's words, or SerializationException for a value of another JSON type.
 */
export function validate<A extends Action>(action: A, body: unknown): Operations[A]['input'] {
  const broken = new Broken()
  const name = operations[action].input
  const input = structure(name, structureShape(name), body ?? {}, '', broken)
  if (broken.count > 0) throw constraintsFailed(broken)
  return input as unknown as Operations[A]['input']
}

/** What is wrong with a value of a structure of the API model, in the service's words. */
export function brokenConstraints(name: string, given: unknown): readonly string[] {
  const broken = new Broken()
  try {
    structure(name, structureShape(name), given, '', broken)
  } catch (error) {
    return [(error as Error).message]
  }
  return broken.items
}

function value(name: string, rule: string, given: unknown, path: string, broken: Broken): unknown {
  const shape = shapeNamed(name)
  if (shape.type === 'structure') return structure(name, shape, given, path, broken)
  if (shape.type === 'list') return list(shape, given, path, broken)
  checkType(shape, given, path)
  const constraint =
    scalarConstraint(name, shape, given) ??
    (typeof given === 'string' ? (memberRules.get(rule) ?? shapeRules.get(name))?.(given) : undefined)
  if (constraint !== undefined) broken.add(given, path, constraint)
  return given
}

function structure(name: string, shape: StructureShape, given: unknown, path: string, broken: Broken) {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrongType(path, 'an object')
  const copy: Record<string, unknown> = {}
  for (const member of Object.keys(shape.members)) {
    const of = shape.members[member]!
    const memberPath = path === '' ? member : `${path}.${member}`
    const present = Object.hasOwn(given, member) ? (given as Record<string, unknown>)[member] : undefined
    if (present === undefined || present === null) {
      if (shape.required.includes(member)) broken.add(null, memberPath, 'Member must not be null')
    } else if (present !== '' || !emptyIsAbsent.has(of)) {
      copy[member] = value(of, `${name}.${member}`, present, memberPath, broken)
    }
  }
  return copy
}

function list(shape: ListShape, given: unknown, path: string, broken: Broken) {
  if (!Array.isArray(given)) throw wrongType(path, 'a list')
  const constraint = lengthConstraint(shape, given.length)
  if (constraint !== undefined) broken.add(listed(given), path, constraint)
  return given.map((member: unknown, i) => {
    const memberPath = `${path}.${i + 1}.member`
    if (member !== null && member !== undefined) return value(shape.member, '', member, memberPath, broken)
    // A null string in a list is accepted and echoed by the service (`tagList: [null]`), a null structure can't be.
    if (shapeNamed(shape.member).type === 'structure') {
      broken.add(null, memberPath, 'Member must not be null')
    }
    return null
  })
}

function checkType(shape: ScalarShape, given: unknown, path: string): void {
  if (shape.type === 'string' && typeof given !== 'string') throw wrongType(path, 'a string')
  if (shape.type === 'boolean' && typeof given !== 'boolean') throw wrongType(path, 'a boolean')
  if (shape.type === 'timestamp' && !Number.isFinite(given))
    throw wrongType(path, 'a number of epoch seconds')
  if ((shape.type === 'integer' || shape.type === 'long') && !Number.isSafeInteger(given)) {
    throw wrongType(path, 'an integer')
  }
}

function scalarConstraint(name: string, shape: ScalarShape, given: unknown): string | undefined {
  if (typeof given === 'string') {
    if (shape.enum !== undefined && !shape.enum.includes(given)) {
      return `Member must satisfy enum value set: [${(printedEnums.get(name) ?? shape.enum).join(', ')}]`
    }
    return lengthConstraint(shape, given.length)
  }
  if (typeof given !== 'number') return undefined
  if (shape.max !== undefined && given > shape.max) {
    return `Member must have value less than or equal to ${shape.max}`
  }
  if (shape.min !== undefined && given < shape.min) {
    return `Member must have value greater than or equal to ${shape.min}`
  }
  return undefined
}

function lengthConstraint({ min, max }: ScalarShape | ListShape, length: number): string | undefined {
  if (max !== undefined && length > max) return `Member must have length less than or equal to ${max}`
  if (min !== undefined && length < min) return `Member must have length greater than or equal to ${min}`
  return undefined
}

/** Broken constraints. All are counted, the first ones are written down: the answer to a bad request stays small. */
class Broken {
  readonly items: string[] = []
  count = 0

  add(given: unknown, path: string, constraint: string): void {
    this.count++
    if (this.items.length < mostItems) this.items.push(failed(given, path, constraint))
  }
}

/** Broken constraints that a ValidationException lists. */
const mostItems = 20
/** Characters of a value, and members of a list, that it quotes. */
const mostQuoted = 2048
const mostMembers = 20

/** The ValidationException for broken constraints. */
function constraintsFailed({ items, count }: Broken): Fault {
  const errors = count === 1 ? 'validation error' : 'validation errors'
  const more = count > items.length ? `; and ${count - items.length} more` : ''
  return validation(`${count} ${errors} detected: ${items.join('; ')}${more}`)
}

/** One item of a ValidationException, in the service's words. */
function failed(given: unknown, path: string, constraint: string): string {
  const value = given === null ? 'null' : `'${printed(given)}'`
  return `Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`
}

function printed(given: unknown): string {
  if (typeof given === 'object' && given !== null) return '{}'
  const text = String(given)
  return text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text
}

const listed = (given: readonly unknown[]) =>
  `[${given.slice(0, mostMembers).map(printed).join(', ')}${given.length > mostMembers ? ', …' : ''}]`

const wrongType = (path: string, expected: string) =>
  serialization(path === '' ? `The request is not ${expected}` : `The value at '${path}' is not ${expected}`)

function shapeNamed(name: string): Shape {
  const shape = shapes[name]
  if (shape === undefined) throw new Error(`no shape ${name}`)
  return shape
}

const structureShape = (name: string) => shapeNamed(name) as StructureShape
