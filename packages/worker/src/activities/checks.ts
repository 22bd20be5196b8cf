import type { AnyFunction, Checked, Refused } from '@reyield/workflow/internal'
import type { ActivityContext } from './context.ts'
import type { Activities, ActivityImplementation } from './served.ts'

/**
 * The constraints on activities: they are functions of one input, which may also take the ActivityContext. Other exports of a module,
 * and the fields of an object, are ignored as at run time. But at least one activity must be left.
 */
export type CheckedActivities<Served> = Served extends readonly unknown[]
  ? CheckedList<RefusedIn<Served[number]>>
  : [FunctionsIn<Served>] extends [never]
    ? [keyof Served] extends [never]
      ? unknown // its members aren't known: an `object`, or one without members
      : { readonly [Name in keyof Served]: Refused<'no activity: an activity is an exported function'> }
    : { readonly [Name in keyof Served]: CheckedMember<Served[Name]> }

/** The names of members that are, or may be, functions. */
type FunctionsIn<Served> = {
  [Name in keyof Served]: true extends MaybeFunction<Served[Name]> ? Name : never
}[keyof Served]

type MaybeFunction<Member> = unknown extends Member ? true : Member extends AnyFunction ? true : false

type CheckedMember<Member> = unknown extends Member
  ? unknown
  : [Member] extends [AnyFunction]
    ? Checked<Member, ActivityContext, unknown>
    : unknown

/**
 * The type from which activities are inferred. It allows a list with any `run`, so that the reason for a refusal is Reyield's and not
 * the compiler's. Parameters without types get theirs from `ActivityImplementation`.
 */
export type AnyActivities = Activities | readonly (ActivityImplementation | AnyImplementation)[]

interface AnyImplementation extends Omit<ActivityImplementation, 'run'> {
  readonly run: object
}

/** Why implementations of a list are refused; `never` if they aren't. */
type RefusedIn<Implementation> = Implementation extends { readonly run: infer Run }
  ? (
      unknown extends Run ? unknown : [Run] extends [AnyFunction] ? CheckedMember<Run> : NoFunction
    ) extends Refused<infer Why>
    ? Refused<Why>
    : never
  : never

type NoFunction = Refused<'no activity: run is a function'>

type CheckedList<Reason> = [Reason] extends [never] ? unknown : readonly { readonly run: Reason }[]
