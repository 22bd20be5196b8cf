import type { SuperJSON } from 'superjson'
import type { Builtin } from './builtin.ts'
import { classLost, type Verdict } from './lossless.ts'

type Check = (value: never, instance: SuperJSON) => Verdict

const whole: Check = () => 'whole'
const inside: Check = () => 'look inside'

/** What superjson does with instances of built-in classes. */
export const carried = {
  Map: inside,
  Set: inside,
  URL: whole,
  RegExp: whole,
  Date: date,
  Int8Array: whole,
  Uint8Array: whole,
  Uint8ClampedArray: whole,
  Int16Array: whole,
  Uint16Array: whole,
  Int32Array: whole,
  Uint32Array: whole,
  Float32Array: floats,
  Float64Array: floats,
  Error: error,
} satisfies Readonly<Record<Builtin, Check>> as unknown as Readonly<
  Record<Builtin, (value: object, instance: SuperJSON) => Verdict>
>

function date(value: Date): Verdict {
  return Number.isNaN(value.getTime()) ? { refused: 'an invalid date would become null' } : 'whole'
}

function floats(value: Float32Array | Float64Array): Verdict {
  const odd = value.find(number => !Number.isFinite(number))
  return odd === undefined ? 'whole' : { refused: `${odd} in a ${value.constructor.name} would become 0` }
}

/** An error's name, message and cause are written, and the properties that the instance allows. Superjson doesn't write the stack. */
function error(value: Error, instance: SuperJSON): Verdict {
  const known = new Set(['name', 'message', 'stack', 'cause', ...instance.allowedErrorProps])
  const extra = Object.keys(value).find(key => !known.has(key))
  return extra === undefined
    ? 'look inside'
    : {
        refused:
          'a property of an error would be lost; allow it with allowErrorProps on a SuperJSON instance and use ' +
          'createSuperjson(instance), or pass a plain object',
        at: extra,
      }
}

/** Plain objects are written, except for three names that superjson refuses. */
export function plainObject(value: object): Verdict {
  const refused = ['__proto__', 'constructor', 'prototype'].find(key => Object.hasOwn(value, key))
  return refused === undefined
    ? 'look inside'
    : {
        refused: `superjson carries no property named '${refused}'; use another name, a Map, or the serializer 'json'`,
      }
}

/** The refusal of everything else. */
export function lost(value: object): Verdict {
  return ArrayBuffer.isView(value)
    ? { refused: `superjson carries no ${value.constructor.name}; pass a Uint8Array, or a string in base64` }
    : classLost(value, 'register the class on a SuperJSON instance and use createSuperjson(instance)')
}
