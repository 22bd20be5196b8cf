import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pacer } from '@reyield/client/internal'
import {
  applyPlan,
  plannedRunOf,
  Preview,
  Progress,
  rowOf,
  signalingEncoded,
  type BulkAction as DoneAction,
  type PlannedRun,
} from '@reyield/inspect/internal'
import type { BulkPlan, BulkRequest, RunRef } from '../api/index.ts'
import { serviceOf, type App } from '../app.ts'
import { writtenInput } from '../actions/written.ts'
import { InvalidRequestError } from '../errors.ts'
import type { BulkSteering } from './bulk-steering.ts'
import { failureOf } from '../http/failure.ts'
import { filtered } from '../routes/filter.ts'

/** How many executions a plan has at most. */
const mostRuns = 100_000
/** How many plans are kept. */
const mostPlans = 20
/** How many executions are examples, and how many failures are listed. */
const mostSample = 10
const mostFailures = 100
/** How often the page is told that a plan has changed, in milliseconds. */
const sayEvery = 300
/** Executions a second on a local SWF of this process. */
const localRate = 1000

interface Plan {
  readonly id: string
  readonly action: DoneAction
  readonly runs: readonly PlannedRun[]
  readonly will: readonly string[]
  readonly progress: Progress
  readonly failed: BulkPlan['failed'][number][]
  readonly stop: AbortController
  state: BulkPlan['state']
}

/** The plans of a console, in memory. */
export class BulkPlans implements BulkSteering {
  readonly #app: () => App
  readonly #plans = new Map<string, Plan>()

  constructor(app: () => App) {
    this.#app = app
  }

  async make({ filter, only, action }: BulkRequest): Promise<BulkPlan> {
    const app = this.#app()
    const { client } = serviceOf(app)
    if (filter.status === 'closed') {
      throw new InvalidRequestError('Only open executions can be steered: the filter is for closed ones')
    }
    const doing = await doneAction(app, action)
    const { query, filter: also } = filtered({ ...filter, status: 'open' }, app.now())
    const wanted = only === undefined ? undefined : new Set(only.map(({ runId }) => runId))
    const preview = new Preview()
    const runs = new Map<string, PlannedRun>()
    for await (const { info } of client.list(query, also === undefined ? {} : { filter: also })) {
      const run = plannedRunOf(info)
      if (runs.has(run.runId) || wanted?.has(run.runId) === false) continue
      if (runs.size === mostRuns)
        throw new InvalidRequestError(`The filter finds more than ${mostRuns} executions`)
      runs.set(run.runId, run)
      preview.add(run)
      if (runs.size === wanted?.size) break
    }
    const plan: Plan = {
      id: randomUUID(),
      action: doing,
      runs: [...runs.values()],
      will: willOf(doing, preview, wanted?.size, this.#rateOf(doing)),
      progress: new Progress(runs.size),
      failed: [],
      stop: new AbortController(),
      state: 'planned',
    }
    this.#plans.set(plan.id, plan)
    this.#dropOld()
    return viewOf(plan)
  }

  plan(id: string): BulkPlan {
    return viewOf(this.#known(id))
  }

  apply(id: string): BulkPlan {
    const plan = this.#known(id)
    if (plan.state === 'applying' || plan.state === 'done') return viewOf(plan)
    if (plan.state === 'stopped') throw new InvalidRequestError('The plan was stopped. Make a new one', 409)
    plan.state = 'applying'
    void this.#apply(plan)
    return viewOf(plan)
  }

  stop(id: string): BulkPlan {
    const plan = this.#known(id)
    plan.stop.abort()
    if (plan.state === 'planned') plan.state = 'stopped'
    return viewOf(plan)
  }

  end(): void {
    for (const { stop } of this.#plans.values()) stop.abort()
  }

  async #apply(plan: Plan): Promise<void> {
    const app = this.#app()
    const service = serviceOf(app)
    const { client, coder } = service
    const pacer = new Pacer(this.#rateOf(plan.action))
    let said = 0
    const say = (always = false) => {
      const now = performance.now()
      if (!always && now - said < sayEvery) return
      said = now
      app.hub.say('bulk', { id: plan.id })
    }
    const touched: RunRef[] = []
    try {
      await applyPlan(each(plan.runs), plan.action, plan.progress, {
        swf: signalingEncoded(client.swf, coder),
        domain: client.domain,
        turn: signal => pacer.turn(signal),
        now: Date.now,
        sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
        interrupted: plan.stop.signal,
        onOver(run) {
          touched.push(run)
          say()
        },
        onFailed(run, error) {
          note(plan, run, error)
          say()
        },
      })
      plan.state = plan.stop.signal.aborted && plan.progress.left > 0 ? 'stopped' : 'done'
    } catch (error) {
      plan.state = 'stopped'
      note(plan, undefined, error)
    }
    service.hasChanged(touched.length > mostSample ? undefined : touched)
    say(true)
  }

  #rateOf(action: DoneAction): number {
    return this.#app().local?.onEvents === undefined ? rowOf(action).rate : localRate
  }

  #known(id: string): Plan {
    const plan = this.#plans.get(id)
    if (plan !== undefined) return plan
    throw new InvalidRequestError('There is no such plan, or it’s too old. Make a new one', 404)
  }

  #dropOld(): void {
    for (const [id, { state }] of this.#plans) {
      if (this.#plans.size <= mostPlans) return
      if (state !== 'applying') this.#plans.delete(id)
    }
  }
}

async function doneAction(app: App, action: BulkRequest['action']): Promise<DoneAction> {
  if (action.kind !== 'signal') return action
  const { signal: signalName, input: text } = action
  const input = await writtenInput(app, { signal: signalName }, text)
  return { kind: 'signal', signalName, ...(input === undefined ? {} : { input }) }
}

function willOf(action: DoneAction, preview: Preview, chosen: number | undefined, rate: number): string[] {
  const { count, types, started } = preview
  const gone = (chosen ?? count) - count
  return [
    rowOf(action).intent(count, action),
    ...(types.length === 0
      ? []
      : [`They are ${types.map(of => `${of.count.toLocaleString('en-US')} of ${of.type}`).join(', ')}`]),
    ...(started === undefined || count < 2
      ? []
      : [`They were started from ${started.oldest} to ${started.newest}`]),
    ...(gone > 0 ? [`${gone} of the chosen ones are no longer open`] : []),
    ...(count > rate
      ? [`It’s done for ${rate} executions a second, which takes about ${Math.ceil(count / rate)} seconds`]
      : []),
  ]
}

/** An error that ended the plan belongs to none of its executions. */
function note(plan: Plan, run: RunRef | undefined, thrown: unknown): void {
  if (plan.failed.length >= mostFailures) return
  const { workflowId, runId } = run ?? { workflowId: '', runId: '' }
  plan.failed.push({ workflowId, runId, ...failureOf(thrown).error })
}

const viewOf = ({ id, will, runs, state, progress, failed }: Plan): BulkPlan => ({
  id,
  will,
  count: runs.length,
  sample: runs.slice(0, mostSample).map(({ workflowId, runId }) => ({ workflowId, runId })),
  state,
  done: progress.count('done'),
  alreadyClosed: progress.count('closed'),
  failed,
})

async function* each(runs: readonly PlannedRun[]): AsyncGenerator<PlannedRun> {
  yield* runs
  await Promise.resolve()
}
