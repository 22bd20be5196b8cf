/**
 * The type of something that can't cross the wire: it can't be called or passed, and the compiler's message shows why.
 */
export interface Refused<Why extends string> {
  readonly 'not usable, because': Why
}

type AnyFunction = (...args: never[]) => unknown

/**
 * `OK` for a function of at most one input (and the context, where `Most` is 2) with one plain signature; else the
 * reason. Rebuilding a signature from its parts loses type parameters and overloads: then it isn't assignable any more.
 */
export type Checked<F extends AnyFunction, Most extends 1 | 2, OK> = Parameters<F>['length'] extends (
  Most extends 1 ? 0 | 1 : 0 | 1 | 2
)
  ? ((...args: Parameters<F>) => ReturnType<F>) extends F
    ? OK
    : Refused<'generic or overloaded: its input and result have no single type on the wire; export a function with concrete types'>
  : Refused<'SWF carries one input: put several into one object'>
