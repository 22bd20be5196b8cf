import { builtinModules } from 'node:module'

/** The remedies: names of operations, or ways. */
export type Instead =
  | 'now'
  | 'nowMs'
  | 'random'
  | 'uuid'
  | 'sleep'
  | 'activity'
  | 'sideEffect'
  | 'local'
  | 'argument'

/** Globals that may be used as a whole by no workflow: what a call of them does, or what they hold, differs from run to run. */
export const globals: Readonly<Record<string, Instead>> = {
  setTimeout: 'sleep',
  setInterval: 'sleep',
  setImmediate: 'sleep',
  requestAnimationFrame: 'sleep',
  requestIdleCallback: 'sleep',
  fetch: 'activity',
  XMLHttpRequest: 'activity',
  WebSocket: 'activity',
  EventSource: 'activity',
  BroadcastChannel: 'activity',
  Worker: 'activity',
  Atomics: 'activity',
  process: 'sideEffect',
  performance: 'now',
  navigator: 'sideEffect',
  localStorage: 'activity',
  sessionStorage: 'activity',
  WeakRef: 'local',
  FinalizationRegistry: 'local',
  SharedArrayBuffer: 'activity',
}

/** Members of globals. */
export const members: Readonly<Record<string, Instead>> = {
  'Date.now': 'nowMs',
  'Math.random': 'random',
  'crypto.randomUUID': 'uuid',
  'crypto.getRandomValues': 'sideEffect',
  'crypto.subtle': 'activity',
  'Temporal.Now': 'now',
}

/** Built-in modules of Node that compute and do nothing else. */
export const pureModules = new Set([
  'assert',
  'assert/strict',
  'buffer',
  'events',
  'path',
  'path/posix',
  'path/win32',
  'punycode',
  'querystring',
  'string_decoder',
  'url',
  'util',
  'util/types',
])
/** Functions of `node:crypto` that compute and do nothing else. */
export const pureCrypto = new Set(['createHash', 'createHmac', 'hash', 'timingSafeEqual'])
const builtins = new Set(builtinModules)

/** Methods that change lists, maps and sets. */
export const changing = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'set',
  'add',
  'delete',
  'clear',
  'fill',
  'copyWithin',
])

/** The name of a module of Node, without `node:`. */
export function builtinOf(source: string): string | undefined {
  const name = source.startsWith('node:') ? source.slice(5) : source
  return source.startsWith('node:') || builtins.has(name) ? name : undefined
}

/** What to use instead of a function of a module of Node. */
export function insteadOf(source: string, name: string | undefined): Instead {
  if (source.startsWith('timers')) return 'sleep'
  if (source === 'perf_hooks') return 'now'
  if (source === 'process' || source === 'os') return 'sideEffect'
  if (source === 'crypto')
    return name === 'randomUUID' ? 'uuid' : name?.startsWith('random') ? 'random' : 'sideEffect'
  return 'activity'
}
