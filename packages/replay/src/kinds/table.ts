import type { OperationKind } from '@reyield/workflow'
import { activity } from './activity.ts'
import { child, childResult } from './child.ts'
import { all, allSettled, any, map, race, retry, saga, shield, timeout } from './composites.ts'
import { cancelFork, continueAsNew, fork, join } from './control.ts'
import { cancelExternal, signalExternal } from './external.ts'
import type { Row } from './kind.ts'
import { lambda } from './lambda.ts'
import { patched, sideEffect } from './marker.ts'
import { drain, pending, receive } from './signal.ts'
import { timer } from './timer.ts'
import { beforeUndo, cancelRequested, info, log, now, random, status, uuid } from './values.ts'

/** All that the engine knows about each kind of operation. */
export const kinds = {
  // outside the program
  activity,
  timer,
  child,
  childResult,
  lambda,
  signalExternal,
  cancelExternal,
  receive,
  sideEffect,
  // with a result at once
  drain,
  pending,
  patched,
  now,
  random,
  uuid,
  info,
  cancelRequested,
  status,
  log,
  beforeUndo,
  // branches
  all,
  allSettled,
  any,
  race,
  timeout,
  map,
  retry,
  saga,
  shield,
  // carried out by the scheduler
  fork,
  join,
  cancelFork,
  continueAsNew,
} satisfies { readonly [K in OperationKind]: Row<K> }
