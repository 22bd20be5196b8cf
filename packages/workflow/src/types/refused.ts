/**
 * The type of what can't be sent through SWF. It can't be called or passed, and the compiler's message shows the reason.
 */
export interface Refused<Why extends string> {
  readonly 'not usable, because': Why
}

// oxlint-disable-next-line typescript/no-explicit-any -- any function, whatever it takes
export type AnyFunction = (...args: any[]) => unknown

/**
 * `OK` if the function has one plain signature of at most one input, else the reason. `Context` is what it may take as its second
 * parameter (`never`: nothing). A signature that is rebuilt from its parts loses type parameters and overloads and is then no
 * longer assignable, which is how these are found.
 */
export type Checked<F extends AnyFunction, Context, OK> = number extends Parameters<F>['length']
  ? Refused<'SWF carries one input: take a list as one parameter instead of rest parameters'>
  : Parameters<F>['length'] extends 0 | 1
    ? OneSignature<F, OK>
    : Required<Parameters<F>> extends [unknown, infer Second]
      ? [Context] extends [never]
        ? Refused<'SWF carries one input: put several into one object'>
        : Context extends Second
          ? OneSignature<F, OK>
          : Refused<'SWF carries one input: put several into one object; the second parameter is the ActivityContext'>
      : Refused<'SWF carries one input: put several into one object'>

type OneSignature<F extends AnyFunction, OK> = ((...args: Parameters<F>) => ReturnType<F>) extends F
  ? OK
  : Refused<'generic or overloaded: its input and result have no single type on the wire; export a function with concrete types'>
