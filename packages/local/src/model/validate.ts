import type { SwfError } from './swf-error.ts'
import { serialization, unknownOperation, validation } from './swf-errors.ts'
import { operations, shapes } from './generated/shapes.ts'
import type { Operations } from './generated/types.ts'
import { emptyIsAbsent, memberRules, printedEnums, shapeRules } from './rules.ts'
import type { ListShape, ScalarShape, Shape, StructureShape } from './shape.ts'

export type Action = keyof Operations

/** Returns the name if Amazon SWF has such an action, else throws UnknownOperationException. */
export function actionNamed(name: string): Action {
  if (!Object.hasOwn(operations, name)) throw unknownOperation(`Unknown operation: ${printed(name)}`)
  return name as Action
}

/**
 * Checks the input of an action against the API model. Returns a copy that only has the members of the model. Members that are
 * null, undefined or an empty optional string are left out. Throws ValidationException with the violated constraints, worded as
 * the service words them, or SerializationException for a value of a wrong JSON type.
 */
export function validate<A extends Action>(action: A, body: unknown): Operations[A]['input'] {
  const broken = new Broken()
  const name = operations[action].input
  const input = structure(name, structureShape(name), body ?? {}, broken)
  if (broken.count > 0) throw constraintsFailed(broken)
  return input as unknown as Operations[A]['input']
}

/** Returns the constraints of the API model that a structure violates, worded as the service words them. */
export function brokenConstraints(name: string, given: unknown): readonly string[] {
  const broken = new Broken()
  try {
    structure(name, structureShape(name), given, broken)
  } catch (error) {
    return [(error as Error).message]
  }
  return broken.items
}

function value(name: string, rule: string, given: unknown, broken: Broken): unknown {
  const shape = shapeNamed(name)
  if (shape.type === 'structure') return structure(name, shape, given, broken)
  if (shape.type === 'list') return list(shape, given, broken)
  checkType(shape, given, broken)
  const constraint =
    scalarConstraint(name, shape, given) ??
    (typeof given === 'string' ? (memberRules.get(rule) ?? shapeRules.get(name))?.(given) : undefined)
  if (constraint !== undefined) broken.add(given, constraint)
  return given
}

function structure(name: string, shape: StructureShape, given: unknown, broken: Broken) {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw wrongType(broken, 'an object')
  const members = membersOf(name, shape)
  if (isEmpty(given)) {
    for (const { member } of members.required) broken.addMissing(member)
    return broken.count === 0 ? {} : undefined
  }
  const copy: Record<string, unknown> = {}
  for (const { member, of, rule, isRequired, isAbsentIfEmpty } of members.all) {
    const present = Object.hasOwn(given, member) ? (given as Record<string, unknown>)[member] : undefined
    if (present === undefined || present === null) {
      if (isRequired) broken.addMissing(member)
    } else if (present !== '' || !isAbsentIfEmpty) {
      broken.path.push(member)
      copy[member] = value(of, rule, present, broken)
      broken.path.pop()
    }
  }
  return copy
}

function list(shape: ListShape, given: unknown, broken: Broken) {
  if (!Array.isArray(given)) throw wrongType(broken, 'a list')
  const constraint = lengthConstraint(shape, given.length)
  if (constraint !== undefined) broken.add(listed(given), constraint)
  const { path } = broken
  // The service accepts and echoes null in a list of strings (`tagList: [null]`), but not in a list of structures.
  const takesNull = shapeNamed(shape.member).type !== 'structure'
  const copies: unknown[] = []
  for (let i = 0; i < given.length; i++) {
    const member: unknown = given[i]
    let copy: unknown = null
    if ((member !== null && member !== undefined) || !takesNull) {
      path.push(i + 1)
      copy =
        member === null || member === undefined
          ? broken.add(null, mustNotBeNull)
          : value(shape.member, '', member, broken)
      path.pop()
    }
    if (broken.count === 0) copies.push(copy)
  }
  return copies
}

function isEmpty(given: object): boolean {
  for (const _ in given) return false
  return true
}

/** A member of a structure, with its requirements. */
interface Member {
  readonly member: string
  readonly of: string
  readonly rule: string
  readonly isRequired: boolean
  readonly isAbsentIfEmpty: boolean
}

interface Members {
  readonly all: readonly Member[]
  readonly required: readonly Member[]
}

/** Members by the name of the structure. Computed once, since a request can contain 300,000 structures. */
const known = new Map<string, Members>()

function membersOf(name: string, shape: StructureShape): Members {
  const before = known.get(name)
  if (before !== undefined) return before
  const all = Object.entries(shape.members).map(([member, of]) => ({
    member,
    of,
    rule: `${name}.${member}`,
    isRequired: shape.required.includes(member),
    isAbsentIfEmpty: emptyIsAbsent.has(of),
  }))
  const members = { all, required: all.filter(({ isRequired }) => isRequired) }
  known.set(name, members)
  return members
}

function checkType(shape: ScalarShape, given: unknown, broken: Broken): void {
  if (shape.type === 'string' && typeof given !== 'string') throw wrongType(broken, 'a string')
  if (shape.type === 'boolean' && typeof given !== 'boolean') throw wrongType(broken, 'a boolean')
  if (shape.type === 'timestamp' && !Number.isFinite(given))
    throw wrongType(broken, 'a number of epoch seconds')
  if ((shape.type === 'integer' || shape.type === 'long') && !Number.isSafeInteger(given)) {
    throw wrongType(broken, 'an integer')
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

const mustNotBeNull = 'Member must not be null'

/**
 * The violated constraints of a request. All are counted, but only the first ones are formatted, so that a bad request costs
 * little and its response stays small.
 */
class Broken {
  readonly items: string[] = []
  /** The path to the value that is checked: member names and list positions. It's only formatted if it's reported. */
  readonly path: (string | number)[] = []
  count = 0

  add(given: unknown, constraint: string): null {
    if (this.count++ < maxItems) this.items.push(failed(given, printedPath(this.path), constraint))
    return null
  }

  addMissing(member: string): void {
    if (this.count >= maxItems) {
      this.count++
      return
    }
    this.path.push(member)
    this.add(null, mustNotBeNull)
    this.path.pop()
  }
}

/** The number of violated constraints that a ValidationException lists. */
const maxItems = 20
/** The number of characters of a value, and of members of a list, that a ValidationException quotes. */
const maxQuotedCharacters = 2048
const maxQuotedMembers = 20

/** The ValidationException for violated constraints. */
function constraintsFailed({ items, count }: Broken): SwfError {
  const errors = count === 1 ? 'validation error' : 'validation errors'
  const more = count > items.length ? `; and ${count - items.length} more` : ''
  return validation(`${count} ${errors} detected: ${items.join('; ')}${more}`)
}

/** One violated constraint, worded as the service words it. */
function failed(given: unknown, path: string, constraint: string): string {
  const value = given === null ? 'null' : `'${printed(given)}'`
  return `Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`
}

function printed(given: unknown): string {
  if (typeof given === 'object' && given !== null) return '{}'
  const text = String(given)
  return text.length > maxQuotedCharacters ? `${text.slice(0, maxQuotedCharacters)}…` : text
}

const listed = (given: readonly unknown[]) =>
  `[${given.slice(0, maxQuotedMembers).map(printed).join(', ')}${given.length > maxQuotedMembers ? ', …' : ''}]`

function wrongType({ path }: Broken, expected: string): SwfError {
  if (path.length === 0) return serialization(`The request is not ${expected}`)
  return serialization(`The value at '${printedPath(path)}' is not ${expected}`)
}

const printedPath = (path: readonly (string | number)[]) =>
  path.map(step => (typeof step === 'number' ? `${step}.member` : step)).join('.')

function shapeNamed(name: string): Shape {
  const shape = shapes[name]
  if (shape === undefined) throw new Error(`no shape ${name}`)
  return shape
}

const structureShape = (name: string) => shapeNamed(name) as StructureShape
