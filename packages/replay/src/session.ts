import type { AnyWorkflow, Operation } from '@reyield/workflow'
import type { Notes } from '@reyield/workflow/internal'
import { Backoff } from './decisions/backoff.ts'
import { defaultLimits } from './decisions/limits.ts'
import type { Engine } from './engine.ts'
import { MissingRunIdError } from './errors/history.ts'
import { Channels } from './history/channels.ts'
import { LookAhead } from './history/look-ahead.ts'
import type { Answered, Waiting } from './kinds/kind.ts'
import { sideEffects } from './kinds/marker.ts'
import { kinds } from './kinds/table.ts'
import type { Attempts } from './ledger/attempts.ts'
import type { Missing } from './ledger/input.ts'
import { Inputs } from './ledger/inputs.ts'
import { Ledger } from './ledger/ledger.ts'
import type { ReplayOptions } from './options.ts'
import { Policy } from './policy.ts'
import { installGuards } from './program/guards.ts'
import { Scheduler } from './program/scheduler.ts'
import { afterMicrotasks } from './program/step.ts'
import { Trace } from './program/trace.ts'
import { Budget } from './verdicts/budget.ts'
import { Markers } from './verdicts/markers.ts'
import { refuseNewRun, refuseResult, unmeasured } from './verdicts/refusals.ts'

/**
 * Wires the parts of a pass over the history of one execution: the scheduler that runs the program, the ledger of its operations,
 * and their shared state. `missing`: this is a second pass, which finds the inputs of these operations (C14).
 */
export function createEngine(
  definition: AnyWorkflow,
  options: ReplayOptions,
  attempts: Attempts,
  missing: Missing | undefined,
): Engine {
  const guarded = options.guards !== 'off'
  if (guarded) installGuards()
  const limits = { ...defaultLimits, ...options.limits }
  const trace =
    options.trace === undefined || options.trace === false
      ? undefined
      : new Trace(options.trace === true ? { line: line => line } : options.trace)
  const notes: Notes = {
    made: [],
    count: 0,
    stacks: trace?.stacks,
    drives: trace && (generator => engine.scheduler.noteDriven(generator)),
    reused: () => engine.scheduler.noteReused(),
  }
  const serializer = definition.serializer ?? options.serializer
  const warnings: string[] = []
  const inputs = new Inputs(kinds, notes, serializer, attempts, missing)
  const policy = new Policy(definition.name, guarded, inputs, warnings)
  const engine: Engine = {
    definition,
    kinds,
    execution(what) {
      if (options.execution === undefined) throw new MissingRunIdError(definition.name, what)
      return options.execution
    },
    serializer,
    errorData: options.errorData,
    limits,
    logPayloads: options.logPayloads === true,
    inputs,
    ahead: new LookAhead(),
    warnings,
    ledger: new Ledger(kinds),
    markers: new Markers(
      sideEffects(() => engine),
      limits,
    ),
    channels: new Channels(),
    backoff: new Backoff(),
    attempts,
    newRuns: 0,
    result: undefined,
    trace,
    scheduler: new Scheduler({
      workflow: definition.name,
      kinds,
      delivered: () =>
        engine.delivered && { eventId: engine.delivered.eventId!, at: engine.delivered.eventTimestamp! },
      guarded,
      notes,
      trace,
      ask: (operation, id, coroutine) =>
        rowOf<Waiting<never>>(operation).ask(operation as never, engine, coroutine, id),
      answer: (operation, coroutine) =>
        rowOf<Answered<never>>(operation).answer(operation as never, engine, coroutine),
      finished: outcome => (engine.outcome = refuseResult(outcome, engine)),
      overBudget: (operation, id) => budget.refusal(operation, id),
      continues: operation => {
        const input = engine.inputs.asked(operation, operation.kind)
        const error = refuseNewRun(operation, input, engine)
        if (error !== undefined) return error
        engine.continuing = { operation, input, unmeasured: unmeasured(input, engine) }
        return undefined
      },
      reused: coroutine => policy.reused(coroutine),
      neverYielded: error => policy.neverYielded(error),
      refused: (coroutine, operation, at) => policy.refused(coroutine, operation, at),
      warn: warning => warnings.push(warning),
      afterMicrotasks,
    }),
    begun: undefined,
    delivered: undefined,
    taskStarted: undefined,
    log: undefined,
    cancelRequests: 0,
    status: undefined,
    newStatus: undefined,
    continuing: undefined,
    outcome: undefined,
    startRefused: false,
    closed: false,
  }
  const budget = new Budget(engine)
  return engine
}

/** The scheduler calls this only for kinds whose row has it. */
const rowOf = <R>({ kind }: Operation<unknown>) => kinds[kind] as R
