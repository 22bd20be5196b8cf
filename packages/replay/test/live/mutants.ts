/**
 * Faults that the rules name, as patches of the engine's sources. `npm run test:deep` runs the property against each: it
 * must fail within 20,000 histories. A few are found by a test of their own.
 */
export interface Mutant {
  /** The rule that it breaks, and how. */
  readonly name: string
  /** A file of `packages/replay/src`. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** The test file that finds it, for one that random histories come to too seldom. Default: the property. */
  readonly foundBy?: string
}

const mutant = (
  name: string,
  file: string,
  from: string,
  to: string,
  options: Pick<Mutant, 'foundBy'> = {},
): Mutant => ({ name, file, from, to, ...options })

const scheduler = 'program/scheduler.ts'
const composites = 'program/composites.ts'

export const mutants: readonly Mutant[] = [
  mutant(
    'H1: what came while the task was open is delivered before the check of its batch',
    'history/episodes.ts',
    'seen: this.#pre, batch',
    'seen: [...this.#pre, ...this.#post.splice(0)], batch',
  ),
  mutant(
    'H2: the batch is recognized by the id alone',
    'history/event-type.ts',
    'if (type.record === undefined) return false',
    "if (type.record === undefined) (type as { record?: unknown }).record = () => 'matched'\n" +
      'if ((event[type.member] as BatchAttributes | undefined)?.decisionTaskCompletedEventId === completedId) return true',
  ),
  mutant(
    'H2: the failure of a child whose id is running belongs to the batch',
    'history/event-type.ts',
    '!(attributes.initiatedEventId! > 0)',
    'true',
  ),
  mutant(
    'H6: refusals are delivered before what came while the task was open',
    'history/episodes.ts',
    '[...this.#post, ...refusals]',
    '[...refusals, ...this.#post]',
  ),
  mutant(
    'H7: now() is the time at which the task was started',
    'pass.ts',
    'engine.delivered = event',
    'engine.delivered = { ...event, eventTimestamp: (this.episodes.started ?? event).eventTimestamp! }',
  ),
  mutant(
    'W1: an answer is taken as arrived',
    'decisions/emit.ts',
    'yield entry',
    'if ((entry as { sent?: true }).sent) continue; (entry as { sent?: true }).sent = true; yield entry',
  ),
  mutant(
    'W4: a cached replay throws NonDeterminismError',
    'pass.ts',
    'if (this.kept) throw new StaleCacheError(event.eventId!, problem)',
    '',
  ),
  mutant(
    'W5: now() takes a number',
    scheduler,
    "if (kind?.runs === 'immediate') this.#goOn",
    "if (kind?.runs === 'immediate' && ++coroutine.numbers) this.#goOn",
  ),
  mutant(
    'W7: a start does not wait for its id',
    'ledger/ledger.ts',
    'return this.#openOwn.size > 0 && entry.id !== entry.place && this.#openOwn.has(entry.id)',
    'return false',
  ),
  mutant(
    'M1: markers are split off',
    'decisions/emit.ts',
    '[...engine.markers.given].map(',
    '[...engine.markers.given].slice(0, 1).map(',
  ),
  mutant(
    'M1: markers are not sent with a close',
    'decisions/emit.ts',
    'return emitClose(engine, markers)',
    'return emitClose(engine, [])',
  ),
  mutant(
    'M2: a side effect that waits does not cause a task',
    'decisions/emit.ts',
    '(!all || engine.markers.anyWaiting)',
    '!all',
  ),
  mutant(
    'M3: a value returned live may be missing in the batch',
    'pass.ts',
    'if (given.size > 0) {',
    'if (given.size > 1000) {',
  ),
  mutant(
    'M3: a value returned live may differ from the recorded one',
    'verdicts/markers.ts',
    'if (this.given.get(name) !== details)',
    'if (name === undefined)',
  ),
  mutant(
    'M5: a patch marker need not be asked for',
    'verdicts/markers.ts',
    'return this.#asked.has(name) ? undefined :',
    "return name.startsWith('p') || this.#asked.has(name) ? undefined :",
  ),
  mutant(
    'C1: a receive that has a signal goes through the queue',
    scheduler,
    'this.#queue.unshift(',
    'this.#queue.push(',
  ),
  mutant(
    'C2: the outcome is passed on before the losers have cleaned up',
    composites,
    'if (composite.running.size > 0 ||',
    'if ((composite.running.size > 0 && composite.settled === undefined) ||',
  ),
  mutant('C3: a shield is ended', composites, 'if (composite.rules.shields) return', ''),
  mutant(
    'C3: a branch is ended by return()',
    'program/step.ts',
    "if (mode === 'next') return generator.next(value)",
    "if (mode === 'next') return generator.next(value)\n  if (String(value) === 'this branch has ended') return generator.return!(value as never)",
  ),
  mutant(
    'C4: the token is thrown at immediate operations',
    scheduler,
    "if (kind?.runs === 'immediate') this.#goOn",
    "if (kind?.runs === 'immediate' && !coroutine.ending) this.#goOn",
  ),
  mutant(
    'C7: only the first leaf gets a cancel request',
    'program/cancel-request.ts',
    'for (const leaf of leaves) {',
    'for (const leaf of leaves.slice(0, 1)) {',
  ),
  mutant(
    'C8: the error of the request does not pass through every composite',
    composites,
    "'error' in outcome && this.#kernel.comesOfCancel(outcome.error)",
    'false',
  ),
  mutant(
    'C9: a request that comes during a shield is lost',
    'program/cancel-request.ts',
    'if (!found && !over) coroutine.cancelKept = true',
    'if (!found && !over && wait === undefined) coroutine.cancelKept = true',
  ),
  mutant(
    'L1: the retry policy in force is that of the code',
    'kinds/activity.ts',
    'entry.retry = recordedPolicy(control)',
    'entry.retry = (entry.operation as Activity).retry',
  ),
  mutant(
    'L3: decisions that do not fit do not cause a task',
    'decisions/emit.ts',
    '(!all || engine.markers.anyWaiting)',
    'engine.markers.anyWaiting',
  ),
  mutant(
    'L4: timers that are canceled in the same answer still count',
    'decisions/emit.ts',
    "if (closedByCancel && ceiling !== 'none') room[ceiling]++",
    '',
    { foundBy: 'packages/replay/test/limits.test.ts' },
  ),
  mutant(
    'L5: a child is canceled before it has started',
    'kinds/child.ts',
    'entry.child?.apart === false',
    'entry.child?.apart !== true',
  ),
  mutant(
    'H4: a close that was refused ends the program anyway',
    'history/undecided.ts',
    "return closeRefusedFor(last) === 'UNHANDLED_DECISION' && batch.slice(0, -1).every(isLook)",
    'return false',
  ),
  mutant(
    'M7: a completed episode looks ahead without a marker',
    'kinds/signal.ts',
    ' ? within : []',
    ' || !markers.open ? within : []', // deciders from before the verdicts don't look at all
  ),
  mutant('M7: a verdict is not recorded', 'verdicts/markers.ts', 'this.given.set(name, verdict.details)', ''),
  mutant(
    'S1: a drain sees only what was delivered',
    'kinds/signal.ts',
    'if (found.length === 0) return []',
    'return []',
  ),
  mutant(
    'S1: a drained signal is delivered again',
    'kinds/signal.ts',
    'if (engine.ahead.wasDrained(event)) return',
    '',
  ),
  mutant(
    'S2: the verdict on an unreadable signal is decided again in a completed episode',
    'verdicts/markers.ts',
    'if (event === undefined) return undefined\n      this.#asked.add(name)\n      return { details',
    'if (event === undefined) return decide()\n      this.#asked.add(name)\n      return { details',
  ),
  mutant(
    'H4: a task that was held counts as decided',
    'history/undecided.ts',
    'if (batch.length === 1 && (startsRetry(last) || isRefusedRetry(last))) return true',
    '',
  ),
  mutant(
    'H4: a task that was held while ~retry was open counts as decided',
    'history/undecided.ts',
    'if (last === undefined) return retryWasOpen',
    'if (last === undefined) return false',
  ),
  mutant(
    'H4: a cached replay of a task that decided nothing stays cached',
    'pass.ts',
    "throw new StaleCacheError(this.episodes.lastEventId, 'its decision task decided nothing after all')",
    '',
  ),
  mutant(
    'S1: a cached replay that has looked in a task which timed out stays cached',
    'pass.ts',
    "throw new StaleCacheError(eventId!, 'its program has looked at its signals, and more may have come')",
    '',
  ),
  mutant(
    'B1: the budget is checked again in a completed episode',
    'verdicts/budget.ts',
    'this.#engine.markers.verdict(verdictMarker.overBudget(id), () => this.#decide(operation))',
    'this.#decide(operation)',
  ),
  mutant(
    'B1: a refusal reports the events that this decider has left',
    'verdicts/budget.ts',
    'const { needed, left } =',
    'const left = this.#mostEvents\n    const { needed } =',
  ),
  mutant(
    'E4: an operation that an earlier decider left unsent is sent unchecked',
    'pass.ts',
    'if (again) refuseAgain(this.engine)',
    '',
  ),
  mutant(
    'E4: a value equal to a refused one is sent',
    'ledger/attempts.ts',
    'if (text === undefined || known.has(text)) {',
    'if (text === undefined || known.has(text) || found.has(text)) {',
  ),
  mutant(
    'E2: a saga undoes its steps before the bug holds it',
    'kinds/values.ts',
    'engine.inputs.live && !engine.scheduler.comesOfCancel(error) && holdBug(error, engine)',
    'undefined',
  ),
  mutant(
    'E1: a bug holds the execution though history has closed it with that error',
    'kinds/execution.ts',
    "'error' in outcome && !scheduler.isCancel(outcome.error),",
    "'error' in outcome && !isReyieldError(outcome.error) && !scheduler.isCancel(outcome.error) && !(outcome.error instanceof TypeError),",
  ),
  mutant(
    'C14: inputs are written when they are emitted',
    'kinds/activity.ts',
    'textOf(entry.input!)',
    'textOf(engine.inputs.write(entry.operation))',
  ),
  mutant(
    'C14: the input of an operation of a completed episode is written when it is emitted',
    'replay.ts',
    'entry.input = inputs.found(entry.operation, keyOf(entry), missing)',
    'entry.input = inputs.write(entry.operation)',
  ),
  mutant(
    'C14: further attempts have the input that the operation has by then',
    'kinds/activity.ts',
    'entry.retry === undefined ? undefined : { text: input }',
    'undefined',
  ),
]

/** The vite plugin that patches the sources with the mutant of that number. */
export function mutantPlugin(number: number): {
  name: string
  enforce: 'pre'
  transform(code: string, id: string): string | undefined
} {
  const { name, file, from, to } = mutants[number]!
  return {
    name: `mutant: ${name}`,
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]!.endsWith(`/packages/replay/src/${file}`)) return undefined
      if (!code.includes(from)) throw new Error(`Mutant '${name}' no longer fits ${file}`)
      return code.replace(from, to)
    },
  }
}
