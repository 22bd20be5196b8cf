import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { retryData } from '../retry/policy.ts'
import { classesOf, nameOf } from './classes.ts'
import { ActivityFailedError } from './activity.ts'
import { isReyieldError } from './by-code.ts'

class Plain extends Error {}
class Below extends Plain {}
class Native extends RangeError {}
class Literal extends Error {
  static override readonly name = 'LiteralName'
}
class OnPrototype extends Error {
  override get name() {
    return 'PrototypeName'
  }
}
class BelowPrototype extends OnPrototype {}
class OwnName extends Plain {
  override readonly name = 'OwnName!'
}
class Short extends Error {
  static override readonly name = 'ab'
}
/** A class whose name is set as a compiler or a bundler sets it. */
const called = (name: string) => {
  const type = class extends Error {}
  Object.defineProperty(type, 'name', { value: name })
  return type
}
function OldStyle(this: Error) {
  Error.captureStackTrace(this)
}
Object.setPrototypeOf(OldStyle.prototype as object, Error.prototype)
const revoked = Proxy.revocable(new Plain('x'), {})
revoked.revoke()

it.each<[string, unknown, string, readonly string[]]>([
  ['a class without a name of its own', new Plain(), 'Plain', ['Plain']],
  ['a class below another', new Below(), 'Below', ['Below', 'Plain']],
  ['a class below a native one', new Native(), 'Native', ['Native', 'RangeError']],
  ['a native error', new TypeError(), 'TypeError', ['TypeError']],
  ['a plain error', new Error(), 'Error', []],
  ['a static name', new Literal(), 'LiteralName', ['LiteralName']],
  ['a name on the prototype', new OnPrototype(), 'PrototypeName', ['PrototypeName']],
  [
    'a class below one with a name on its prototype',
    new BelowPrototype(),
    'BelowPrototype',
    ['BelowPrototype', 'PrototypeName'],
  ],
  ['a name of the error itself', new OwnName(), 'OwnName!', ['OwnName', 'Plain']],
  ['a name that was set later', Object.assign(new Error(), { name: 'Later' }), 'Later', []],
  ['an empty name', Object.assign(new Plain(), { name: '' }), 'Plain', ['Plain']],
  ['a name that is no string', Object.assign(new Plain(), { name: 5 }), 'Plain', ['Plain']],
  ['a class in the old style', new (OldStyle as unknown as new () => Error)(), 'OldStyle', ['OldStyle']],
  [
    'another realm',
    runInNewContext('class Far extends TypeError {}; new Far()'),
    'Far',
    ['Far', 'TypeError'],
  ],
  ['a DOMException', new DOMException('x', 'AbortError'), 'AbortError', ['DOMException']],
  ['a class that is called Error', new (called('Error'))(), 'Error', []],
  [
    'an error of Reyield',
    new ActivityFailedError({ activityId: '1', name: 'a', version: '1', attempt: 1 }, {}),
    'ActivityFailedError',
    ['ActivityFailedError', 'OperationError', 'ReyieldError'],
  ],
  ['no error', { a: 1 }, 'Error', []],
  ['a revoked proxy', revoked.proxy, 'Error', []],
])('%s is recorded by its own name and classes (E6)', (_, error, name, classes) => {
  expect([nameOf(error as object), classesOf(error)]).toEqual([name, classes])
})

it('at most 8 classes of an error are recorded, the most derived first', () => {
  let type: new () => Error = Error
  for (let n = 1; n <= 12; n++) {
    type = class extends type {}
    Object.defineProperty(type, 'name', { value: `Level${n}` })
  }
  expect(classesOf(new type())).toEqual([12, 11, 10, 9, 8, 7, 6, 5].map(n => `Level${n}`))
})

describe('a retry policy', () => {
  const policy = (one: unknown) =>
    retryData({ maximumAttempts: 2, nonRetryable: [one as never] }, 'activity a')

  it.each<[string, unknown, string]>([
    ['a class', Plain, 'Plain'],
    ['a native class', RangeError, 'RangeError'],
    ['a DOMException', DOMException, 'DOMException'],
    ['a literal name', Literal, 'LiteralName'],
    ['a name on the prototype', OnPrototype, 'PrototypeName'],
    ['a class of Reyield', ActivityFailedError, 'ActivityFailedError'],
    ['a string, however short', 'E1', 'E1'],
  ])('recognizes %s by its declared name', (_, one, name) => {
    expect(policy(one)).toMatchObject({ v: 2, nonRetryable: [name] })
  })

  it.each<[string, unknown]>([
    ['without a name', called('')],
    ['with a name of one character', called('e')],
    ['with a name of two characters', called('Qx')],
    ['with a literal name of two characters', Short],
    ['that is no class', { name: 'CardDeclined' }],
    ['that is null', null],
  ])('throws for a class %s where it is declared', (_, one) => {
    const problem = (() => {
      try {
        return policy(one)
      } catch (error) {
        return error
      }
    })()
    expect(isReyieldError(problem, 'DEFINITION_INVALID') && problem.message).toMatch(
      /^nonRetryable in retry of activity a has /,
    )
  })
})
