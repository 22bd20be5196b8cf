import type * as ES from 'estree'
import type { FunctionNode, Node } from './node.ts'
import type { Made } from './operations.ts'
import type { Module } from './module.ts'

/** What is known about the value of an expression. What isn't known is undefined. */
export type Value =
  /** An operation, with the name by which the code calls what made it. */
  | { readonly is: 'operation'; readonly name: string; readonly made: Made; readonly signal?: boolean }
  /** A function that makes operations. `reyield` is its name in `@reyield/workflow`. */
  | {
      readonly is: 'maker'
      readonly name: string
      readonly made: Made
      readonly reyield: string | undefined
      readonly activity?: boolean
    }
  /** What `activities(…)` returns, an activity's method `with`, and the object `log`. */
  | { readonly is: 'activities' | 'log' }
  | { readonly is: 'with'; readonly activity: Value & { is: 'maker' } }
  /** What `yield* fork(…)` and `yield* startChild(…)` return. */
  | { readonly is: 'handle'; readonly of: 'fork' | 'child' }
  /** A function or class of another package, or the package itself (`*`). */
  | { readonly is: 'imported'; readonly source: string; readonly name: string }
  /** A module that was imported as a whole by a relative path. */
  | { readonly is: 'module'; readonly module: Module }
  | { readonly is: 'function'; readonly node: FunctionNode; readonly module: Module; readonly name: string }
  /** A generator object, the result of a call. */
  | { readonly is: 'generator'; readonly node: FunctionNode; readonly module: Module; readonly name: string }
  /** What an async function returns. */
  | { readonly is: 'promise'; readonly node: FunctionNode; readonly module: Module; readonly name: string }
  | { readonly is: 'class'; readonly node: ES.Class; readonly module: Module; readonly name: string }
  | { readonly is: 'object'; readonly node: ES.ObjectExpression; readonly module: Module }
  /** A list of operations or generators. */
  | { readonly is: 'list'; readonly of: Value }
  /** What `workflow(…)` returned. */
  | { readonly is: 'workflow'; readonly call: Node; readonly module: Module }
