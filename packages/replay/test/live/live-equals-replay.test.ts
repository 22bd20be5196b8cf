import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { isReyieldError } from '@reyield/workflow'
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { expect, it } from 'vitest'
import { createReplay, type Limits, type Replay } from '../../src/index.ts'
import { faultsOf, faultsOfCancel, stalls } from './faults-of.ts'
import {
  anyProgram,
  deployed,
  impossible,
  kindsOf,
  outside,
  priorities,
  programOf,
  type Deployment,
  type Node,
} from './program.ts'
import { ChosenSwf, type Choose } from './swf.ts'
import { expectEncodable, throughCodecs } from './through-codecs.ts'

const deep = process.env.REYIELD_DEEP === '1'
const runs = Number(process.env.REYIELD_RUNS ?? (deep ? 100_000 : 200))
const seed = process.env.REYIELD_SEED === undefined ? {} : { seed: Number(process.env.REYIELD_SEED) }

interface Profile {
  /** SWF refuses operations, for rates and for other causes. */
  readonly refuse: boolean
  /** Small limits: of decisions, of open operations, of markers. */
  readonly small: boolean
  /** Deciders with old and new code at the same time. */
  readonly mixed: boolean
  /** A decider from before the verdicts (M7) beside a present one. */
  readonly older: boolean
  /** The workflow continues as new once. */
  readonly again: boolean
  /** Two deciders with different limits for the events of a history. */
  readonly budget: boolean
  /** A decider that holds executions which a bug has ended beside one that closes them. */
  readonly policies: boolean
  /** The program forgets a `yield*` until a fixed version is deployed. */
  readonly forgets: boolean
  /** Two deciders with different limits for payloads, one of them for encoded ones. */
  readonly values: boolean
  /** A decider with stricter schemas of signals and children beside one with looser ones, or with none. */
  readonly schemas: boolean
  /** Payloads are encoded by all codecs between SWF and the deciders. */
  readonly codecs?: boolean
}

/** The payload limit of a decider with a small one. */
const shortest = 250

const small: Partial<Limits> = { decisions: 5, openActivities: 3, openTimers: 2, openChildren: 2, markers: 1 }

/** Two deciders as a profile says. */
function decidersOf(node: Node, profile: Profile): readonly [Decider, Decider] {
  const { forgets, policies } = profile
  const first: Partial<Limits> = {
    ...(profile.small ? small : {}),
    ...(profile.budget ? { events: 10 } : {}),
    ...(profile.values && !profile.older ? { payload: shortest } : {}),
    verdicts: !profile.older,
  }
  const code = profile.mixed ? 'old' : 'new'
  return [
    new Decider(
      node,
      {
        kind: 'sync',
        code,
        policy: policies ? 'hold' : 'deployed',
        forgets,
        checks: profile.schemas ? 'strict' : 'none',
      },
      first,
    ),
    new Decider(
      node,
      {
        kind: 'async',
        code: 'new',
        policy: policies ? 'fail' : 'deployed',
        forgets,
        checks: profile.mixed ? 'loose' : 'none',
      },
      // one of 10 and 25 is odd: programs choose by whether what is left is even
      { ...(profile.budget ? { events: 25 } : {}), ...(profile.values ? { payload: Infinity } : {}) },
    ),
  ]
}

/** Compares like `toEqual`, but many times as fast. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

/** Codes of the errors with which a decision task is held, by every replay of it alike. */
const holds = new Set(['WORKFLOW_HELD', 'OPERATION_NEVER_YIELDED', 'CLEAN_UP_REFUSED', 'PAYLOAD_TOO_LONG'])

/** Deciders with other limits, other kinds of generators, perhaps other code, and their own caches share an execution. */
class Decider {
  readonly #fresh: (runId: string) => Replay
  readonly old: boolean
  readonly older: boolean
  readonly guarded: boolean
  readonly #encodes: boolean
  readonly #refuses: boolean
  cache: { readonly runId: string; readonly replay: Replay } | undefined

  constructor(node: Node, deployment: Deployment, limits: Partial<Limits>) {
    const definition = programOf(node, deployment)
    this.old = deployment.code === 'old'
    this.older = limits.verdicts === false
    this.#encodes = limits.payload === Infinity
    this.#refuses = limits.payload === shortest
    // Forgotten operations are looked for without other guards, since some of these programs clean up outside a shield.
    this.guarded = deployment.forgets && !kindsOf(node).has('finally')
    this.#fresh = runId =>
      createReplay(definition, {
        execution: { workflowId: 'w', runId },
        serializer: superjson,
        guards: this.guarded && !deployed.remembers ? 'throw' : 'off',
        limits: deployed.fails && limits.payload === shortest ? { ...limits, payload: 32_768 } : limits,
      })
  }

  fresh(runId: string): Replay {
    return this.#fresh(runId)
  }

  /** The payload limit of this decider. */
  get longest(): number {
    return this.#refuses && !deployed.fails ? shortest : Infinity
  }

  /** Characters of a payload as this decider's pipeline encodes it. */
  get wire(): number {
    return this.#encodes && !deployed.fails ? 400 : Infinity
  }

  /**
   * The answer in three ways: from the cache, by a new replay, and by pages. They must agree, unless the cache is stale. A string is
   * the code of the error that holds the task.
   */
  async decide(
    runId: string,
    events: HistoryEvent[],
    pageSize: number,
    kept: boolean,
  ): Promise<Decision[] | string> {
    const before = outside.value
    const whole = this.fresh(runId)
    const decisions = await decided(whole, [events], this.wire)
    outside.value = before
    const paged = this.fresh(runId)
    const pages: HistoryEvent[][] = []
    for (let i = 0; i < events.length; i += pageSize) pages.push(events.slice(i, i + pageSize))
    expectEqual(await decided(paged, pages, this.wire), decisions)
    expectEqual(paged.report(), whole.report())
    if (typeof decisions !== 'string') expect(stalls(events, decisions, whole.report().waiting)).toEqual([])
    outside.value = before
    const fromCache = await this.#decideFromCache(runId, events)
    outside.value += 100
    if (fromCache === undefined) return decisions
    // A side effect in a task that timed out may have had another value, and then other decisions follow.
    if (values(fromCache).join() === values(decisions).join()) {
      expectEqual(fromCache, decisions)
      if (typeof decisions !== 'string')
        expectEqual(this.cache!.replay.report().waiting, whole.report().waiting)
    }
    return kept ? fromCache : decisions
  }

  /** Every other time the cache gets only the events since the last decision, as a decider with a task list of its own does. */
  async #decideFromCache(runId: string, events: HistoryEvent[]): Promise<Decision[] | string | undefined> {
    if (this.cache?.runId !== runId) this.cache = { runId, replay: this.fresh(runId) }
    const { replay } = this.cache
    const some = replay.lastEventId > 0 && events.length % 2 === 0 ? sincePrevious(events) : events
    try {
      const decisions = await decided(replay, [some], this.wire)
      if (typeof decisions === 'string') this.cache = undefined
      return decisions
    } catch (error) {
      if (!isReyieldError(error, 'CACHE_STALE')) throw error
      this.cache = undefined
      return undefined
    }
  }
}

/** What a poll with `startAtPreviousStartedEvent` returns of a history: from the start of the last completed decision task on. */
function sincePrevious(events: HistoryEvent[]): HistoryEvent[] {
  const completed = events.findLast(({ eventType }) => eventType === 'DecisionTaskCompleted')
  const { startedEventId = 1 } = completed?.decisionTaskCompletedEventAttributes ?? {}
  return events.slice(startedEventId - 1)
}

/** Decisions whose payloads are too long when a pipeline has encoded them, here by 20 characters more. */
function tooLongOnTheWire(decisions: readonly Decision[], longest: number): Map<Decision, number> {
  const found = new Map<Decision, number>()
  for (const decision of decisions) {
    if (decision.decisionType === 'FailWorkflowExecution') continue // a pipeline shortens these
    for (const attributes of Object.values(decision) as unknown[]) {
      const { input, result, details } = Object(attributes) as Record<string, string | undefined>
      const length = (input ?? result ?? details ?? '').length + 20
      if (length > longest) found.set(decision, length)
    }
  }
  return found
}

/** The decisions of a replay, or the code of the error with which it holds the task. */
async function decided(
  replay: Replay,
  pages: readonly HistoryEvent[][],
  longestOnTheWire: number,
): Promise<Decision[] | string> {
  try {
    for (const page of pages) await replay.feed(page)
    for (let decisions = await replay.decisions(); ;) {
      const tooLong = tooLongOnTheWire(decisions, longestOnTheWire)
      if (tooLong.size === 0) return decisions
      decisions = await replay.refuse(tooLong)
    }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === undefined || !holds.has(code)) throw error
    // An operation is refused at its yield*. Only one that the program doesn't ask for again holds.
    if (code === 'PAYLOAD_TOO_LONG' && !/^The (result|input of continueAsNew)/.test(message)) throw error
    return code
  }
}

/** The values of side effects in an answer. */
const values = (decisions: readonly Decision[] | string) =>
  typeof decisions === 'string'
    ? []
    : decisions.flatMap(({ recordMarkerDecisionAttributes: marker }) =>
        marker?.markerName!.startsWith('s') ? [`${marker.markerName} ${marker.details}`] : [],
      )

async function live(node: Node, choose: Choose, profile: Profile): Promise<ChosenSwf> {
  const swf = new ChosenSwf(choose, profile, profile.again)
  const deciders = decidersOf(node, profile)
  const ended: string[] = []
  let held = 0
  deployed.fails = deployed.remembers = false
  for (let steps = 0, run = swf.run; ; steps++) {
    if (run === undefined) break
    if (steps > 4000) throw new Error('The execution does not come to an end')
    const able = choose(4) > 0
    const task = able ? swf.poll() : undefined
    if (task === undefined) {
      if (swf.happen()) continue
      const last = swf.poll()
      if (last === undefined)
        throw new Error(`The execution hangs: ${JSON.stringify(swf.history(run).at(-1))}`)
      await answer(last)
    } else await answer(task)
    const now = swf.run
    if (now !== run) ended.push(run)
    run = now
  }
  for (const runId of ended) {
    const events = swf.history(runId)
    expect(faultsOf(events)).toEqual([])
    expect(
      faultsOfCancel(events, { catches: catches(node), splits: profile.small || profile.refuse || held > 0 }),
    ).toEqual([])
    expect(impossible.splice(0)).toEqual([])
    const whole = deciders[1].fresh(runId)
    await whole.feed(events)
    expect(await whole.decisions()).toEqual([])
    expect(whole.report().waiting).toEqual([])
    if (drainsAll(node, profile, events))
      expect(whole.report().unread.filter(({ signal }) => signal === 'note')).toEqual([])
    note(swf, events)
    await expectChangesReported(node, runId, events)
  }
  return swf

  async function answer({ execution, events }: { execution: { runId: string }; events: HistoryEvent[] }) {
    const decider = deciders[choose(2)]!
    let decisions: Decision[] | undefined
    const fed = profile.codecs === true ? await throughCodecs(events) : events
    try {
      const decided =
        choose(25) === 0 ? 'BUSY' : await decider.decide(execution.runId, fed, 1 + choose(7), choose(2) === 0)
      decisions = typeof decided === 'string' ? heldAnswer(events) : decided
      if (typeof decided === 'string') {
        swf.seen.add(`held: ${decided}`)
        if (++held > 3 && choose(3) === 0) {
          if (choose(2) === 0) deployed.fails = true
          else deployed.remembers = true
          for (const one of deciders) one.cache = undefined
        }
      } else {
        expect(mistakes(decisions, decider, profile)).toEqual([])
      }
    } catch (error) {
      const { code } = error as { code?: string }
      if (decider.older && mayMiss(code, events)) swf.seen.add('an older decider let a task go')
      else {
        // Old code can't continue after new code has recorded a marker, so its decision task times out.
        const left = events.some(({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'pway')
        if (!(decider.old && left && isReyieldError(error, 'NON_DETERMINISM'))) throw error
      }
    }
    for (let more = choose(6); more >= 4; more--) swf.happen()
    if (profile.codecs === true && decisions !== undefined) await expectEncodable(decisions)
    if (decisions !== undefined && choose(8) > 0) swf.respond(decisions)
    else {
      swf.seen.add('a decision task timed out')
      if (decisions !== undefined) swf.seen.add('a lost request')
      swf.timeOutDecision()
    }
    if (choose(5) === 0) decider.cache = undefined
  }
}

/** Harmless changes of the code are never accused; another type of activity is, wherever one is recorded. */
async function expectChangesReported(node: Node, runId: string, events: HistoryEvent[]): Promise<void> {
  const replayed = async (code: Deployment['code']) => {
    const replay = new Decider(
      node,
      { kind: 'sync', code, policy: 'fail', forgets: false, checks: 'none' },
      {},
    ).fresh(runId)
    try {
      await replay.feed(events)
      return await replay.decisions()
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  expect(await replayed('harmless')).toEqual([])
  if (events.some(({ eventType }) => eventType === 'ActivityTaskScheduled')) {
    expect(await replayed('renamed')).toBe('NON_DETERMINISM')
  }
}

/** Checks that an answer never contains what it must not. */
function mistakes(decisions: readonly Decision[], decider: Decider, profile: Profile): string[] {
  const mistakes: string[] = []
  if (decider.guarded && !deployed.remembers && decisions.some(isEnd))
    mistakes.push('ended with a forgotten yield*')
  for (const { scheduleActivityTaskDecisionAttributes: activity } of decisions) {
    if (activity === undefined) continue
    if (!profile.policies && !deployed.fails && activity.taskPriority === String(priorities.undoesBug))
      mistakes.push(`undone before the bug held it: ${activity.activityId}`)
    if (activity.input!.length > decider.longest)
      mistakes.push(`too long for its decider: ${activity.activityId}`)
  }
  return mistakes
}

/** A close that a program with a forgotten `yield*` must never reach: it returned, or went on as a new run. */
const isEnd = ({ decisionType }: Decision) =>
  decisionType === 'CompleteWorkflowExecution' || decisionType === 'ContinueAsNewWorkflowExecution'

/** The answer of a worker to a task that it can't decide: one `~retry`, and nothing while that is open. */
function heldAnswer(events: readonly HistoryEvent[]): Decision[] {
  const last = events.findLast(event => retryOf(event) !== undefined)
  if (last?.eventType === 'TimerStarted') return []
  return [
    {
      decisionType: 'StartTimer',
      startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '60' },
    },
  ]
}

const retryOf = (event: HistoryEvent) =>
  [event.timerStartedEventAttributes, event.timerFiredEventAttributes].find(
    timer => timer?.timerId === '~retry',
  )

/** A decider from before the verdicts accuses their markers, and can't go on after a signal that can't be read, or
 * with a value that can't be written. */
const mayMiss = (code: string | undefined, events: readonly HistoryEvent[]) =>
  code === 'PAYLOAD_UNREADABLE' ||
  code === 'PAYLOAD_UNSERIALIZABLE' ||
  (code === 'NON_DETERMINISM' &&
    events.some(({ markerRecordedEventAttributes: marker }) => /^[bdru]\d/.test(marker?.markerName ?? '')))

/**
 * Whether a program that drains before it returns must have got every signal: where its close isn't kept waiting by forks and
 * children, a present decider made it, and a refused close didn't have markers beside it (L7).
 */
function drainsAll(node: Node, profile: Profile, events: readonly HistoryEvent[]): boolean {
  const kinds = [...kindsOf(node)]
  return (
    events.at(-1)?.eventType === 'WorkflowExecutionCompleted' &&
    !profile.older &&
    !profile.refuse &&
    !kinds.some(kind => /fork|child|apart|invalid/i.test(kind)) && // 'invalid' has a child of its own
    !events.some(event => isRefusedClose(event) && recordedMore(event, events))
  )
}

const isRefusedClose = ({ eventType }: HistoryEvent) => eventType === 'CompleteWorkflowExecutionFailed'

/** Whether the batch of a refused close has more in it than markers of looking ahead. */
function recordedMore(refused: HistoryEvent, events: readonly HistoryEvent[]): boolean {
  const at = events.indexOf(refused)
  const completed = events.findLastIndex(
    ({ eventType }, index) => index < at && eventType === 'DecisionTaskCompleted',
  )
  return events
    .slice(completed + 1, at)
    .some(event => !/^d\d/.test(event.markerRecordedEventAttributes?.markerName ?? ''))
}

/** The situations that a history covers. */
function note({ seen }: ChosenSwf, events: readonly HistoryEvent[]): void {
  for (const { eventType, ...event } of events) {
    for (const value of Object.values(event)) {
      const { cause } = Object(value) as { cause?: string }
      if (cause !== undefined) seen.add(cause)
    }
    if (event.activityTaskScheduledEventAttributes?.control !== undefined) seen.add('a retry policy')
    if (/~\d+$/.test(event.timerFiredEventAttributes?.timerId ?? '')) seen.add('a retry')
    if (event.timerFiredEventAttributes?.timerId === '~wake') seen.add('an answer was split')
    const marker = event.markerRecordedEventAttributes?.markerName?.[0]
    if (marker !== undefined) seen.add('a marker')
    if (marker === 'd') seen.add('looked ahead')
    if (marker === 'u') {
      const isInvalid = event.markerRecordedEventAttributes?.details?.startsWith('{') === true
      seen.add(isInvalid ? 'an invalid signal' : 'an unreadable signal')
    }
    if (event.markerRecordedEventAttributes?.details?.startsWith('{"code":"INPUT_INVALID"') === true)
      seen.add('an invalid value')
    if (marker === 'b') seen.add('over the history budget')
    if (marker === 'r') seen.add('a refused value')
    if (eventType === 'WorkflowExecutionCanceled') seen.add('closed as canceled')
    if (eventType === 'WorkflowExecutionContinuedAsNew') seen.add('continued as new')
  }
}

/** Programs that continue after an error, whose `finally` may throw another one instead, or that start more meanwhile. */
const catches = (node: Node): boolean => {
  const kinds = kindsOf(node)
  return ['catch', 'finally', 'cleanUp', 'ignoring', 'map'].some(kind => kinds.has(kind))
}

/** Kinds of nodes that keep three branches and more open. */
const wide = (node: Node): boolean =>
  'of' in node && ((node.of.length >= 3 && node.do !== 'sequence') || node.do === 'map' || node.of.some(wide))

const rarely = fc.nat({ max: 3 }).map(one => one === 0)
const profiles = fc.record({
  refuse: fc.boolean(),
  small: fc.boolean(),
  mixed: fc.boolean(),
  older: fc.boolean(),
  again: fc.boolean(),
  budget: fc.boolean(),
  policies: fc.boolean(),
  forgets: rarely,
  values: fc.boolean(),
  schemas: fc.boolean(),
})

it('live equals replay with all codecs between SWF and the deciders', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyProgram,
      fc.infiniteStream(fc.nat({ max: 1 << 20 })),
      profiles,
      async (node, chosen, profile) => {
        await live(node, below => chosen.next().value % below, { ...profile, codecs: true })
      },
    ),
    { numRuns: deep ? 1500 : 12, endOnFailure: deep, ...seed },
  )
}, 900_000)

it(
  'live equals replay: random programs on the local SWF, whatever happens',
  async () => {
    const seen = new Map<string, number>()
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
    await fc.assert(
      fc.asyncProperty(
        anyProgram,
        fc.infiniteStream(fc.nat({ max: 1 << 20 })),
        profiles,
        async (node, chosen, profile) => {
          const swf = await live(node, below => chosen.next().value % below, profile)
          for (const what of swf.seen) count(what)
          for (const kind of kindsOf(node)) count(`node: ${kind}`)
          if (wide(node)) count('three branches')
        },
      ),
      { numRuns: runs, endOnFailure: runs > 1000, ...seed },
    )
    const shares = Object.fromEntries(
      [...seen].sort(([, a], [, b]) => b - a).map(([what, n]) => [what, Number((n / runs).toFixed(3))]),
    )
    if (deep || runs > 1000) console.log(shares)
    for (const what of [
      'three branches',
      'a decision task timed out',
      'a lost request',
      'a lost response',
      'an event while a task was open',
      'UNHANDLED_DECISION',
      'a cancel request',
      'a retry',
      'a child',
      'held: WORKFLOW_HELD',
      'held: OPERATION_NEVER_YIELDED',
      'looked ahead',
      'a refused value',
      'an unreadable signal',
      ...(runs > 1000 ? ['over the history budget', 'an invalid signal'] : []), // too rare for few runs
    ]) {
      expect(shares[what], what).toBeGreaterThan(runs > 1000 ? 0.02 : 0.01)
    }
    if (runs > 1000) expect(shares['an invalid value']).toBeGreaterThan(0.01)
  },
  Math.max(900_000, runs * 60),
)
