import { json } from '@reyield/data'
import { failureFromWire, failureToWire } from '@reyield/data/internal'
import type { ActivityView, ExecutionView } from '@reyield/local'
import { answerActivity, closeChild, closeLambda } from '../simulator/answers.ts'
import { asVariable, quoted } from '../code.ts'
import { text } from '../text.ts'
import { activitiesNamed } from './open-activities.ts'
import { codeOf, variablesOf } from './test-code.ts'
import { childTask, inputOf, lambdaTask, type CallOutcome } from '../simulator/call.ts'
import { attemptOf } from '../simulator/attempts.ts'
import { historyOf } from '../simulator/execution.ts'
import type { Step, TakenStep } from './step.ts'
import { leftBehind } from './abandoned.ts'
import { hangingKey, type ScenarioRunner } from './scenario-runner.ts'

/** The default failure of an activity. */
export class ExploredFailure extends Error {
  override readonly name = 'ExploredFailure'
  /** it wasn't thrown by any code, and printing stacks is slow */
  override readonly stack = `${this.name}: ${this.message}`
}

type Taker<K extends Step['do']> = (
  runner: ScenarioRunner,
  step: Extract<Step, { do: K }>,
) => Promise<Omit<TakenStep, 'step'>>

type Takers = { readonly [K in Step['do']]: Taker<K> }

/** Takes a step and describes it. The workflow decides afterwards. */
export async function takeStep(runner: ScenarioRunner, step: Step): Promise<TakenStep> {
  const taken = await (takers[step.do] as Taker<Step['do']>)(runner, step)
  return { step, ...taken }
}

const takers: Takers = {
  async complete(runner, { of, id }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const task = runner.take(execution, id)
    const ended = await runner.work('activity', runner.simulator.mockOf(activity), task, true)
    if (ended === undefined) {
      runner.hanging.add(hangingKey(execution, activity))
      return { sentence: `${which.sentence} is started and never answered`, call: callOf('complete', which) }
    }
    answerActivity(runner.simulator, task.taskToken, ended)
    return {
      sentence: `${which.sentence} ${outcomeText(runner, activity, ended)}`,
      call: callOf('complete', which),
    }
  },
  async fail(runner, { of, id, n, error: given }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const { name } = activity.activityType
    const outcome = runner.options.outcomes?.[name]?.[n]
    const error =
      typeof outcome === 'object' ? outcome.failed : (given ?? new ExploredFailure(`${name} failed`))
    const { taskToken } = runner.take(execution, id)
    answerActivity(runner.simulator, taskToken, { as: 'failed', failure: failureToWire(error) })
    return {
      sentence: `${which.sentence} failed: ${errorText(error)}`,
      call: callOf(
        'fail',
        n >= 0 ? { ...which, id: [which.id, `outcome: ${n}`].filter(Boolean).join(', ') } : which,
        'undefined',
      ),
    }
  },
  async timeOut(runner, { of, id, worked }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const task = runner.take(execution, id)
    if (worked) await runner.work('activity', runner.simulator.mockOf(activity), task, false)
    const { swf } = runner.simulator
    while (execution.activities.get(id)?.scheduledEventId === activity.scheduledEventId) swf.passDeadline()
    return {
      sentence: `${which.sentence} timed out${worked ? ' after its work was done' : ''}`,
      call: callOf('timeOut', {
        ...which,
        id: [worked ? 'worked: true' : '', which.id].filter(Boolean).join(', '),
      }),
    }
  },
  async cancel(runner, { of, id }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const { taskToken, ...task } = runner.take(execution, id)
    const isAwaited = runner.report?.waiting.some(one => one.kind === 'activity' && one.id === id)
    if (isAwaited !== true) runner.abandoned.push(task) // its worker may or may not have learned of the request
    answerActivity(runner.simulator, taskToken, { as: 'canceled' })
    return { sentence: `${which.sentence} was canceled on request`, call: callOf('cancel', which) }
  },
  async endChild(runner, { workflowId, how }) {
    const { simulator } = runner
    const child = simulator.mockedChildren.find(one => one.workflowId === workflowId)!
    const { workflowType: type } = child
    const mock = simulator.mocks.child(type, workflowId)
    const name = `child ${type.name}(${shown(runner, inputOf(child))})`
    const others = simulator.mockedChildren.filter(one => one.workflowType.name === type.name)
    const which = others[0] === child ? '' : `, { id: ${quoted(workflowId)} }`
    const code = `${quoted(type.name)}${which}`
    if (how === 'cancel') {
      closeChild(simulator, child, { as: 'canceled' })
      return { sentence: `${name} was canceled on request`, call: `cancelChild(${code})` }
    }
    if (how === 'fail') {
      const error = new ExploredFailure(`${type.name} failed`)
      closeChild(simulator, child, { as: 'failed', failure: failureToWire(error) })
      return { sentence: `${name} failed: ${errorText(error)}`, call: `failChild(${code})` }
    }
    const ended = 'workflow' in mock ? undefined : await runner.work('child', mock, childTask(child), true)
    if (ended === undefined) {
      runner.hanging.add(workflowId)
      return { sentence: `${name} never closes`, call: `completeChild(${code})` }
    }
    closeChild(simulator, child, ended)
    return { sentence: `${name} ${ended.as}`, call: `completeChild(${code})` }
  },
  async endLambda(runner, { nth, how }) {
    const { simulator } = runner
    const invocation = simulator.swf.invocations[nth]!
    const { name, input } = invocation
    const before = simulator.swf.invocations.slice(0, nth).filter(one => one.name === name).length
    const code = `${quoted(name)}${before === 0 ? '' : `, { nth: ${before + 1} }`}`
    if (how === 'fail') {
      simulator.swf.invoked(invocation, { reason: 'ExploredFailure', details: `${name} failed` })
      return { sentence: `Lambda function ${name}(${input ?? ''}) failed`, call: `failLambda(${code})` }
    }
    const mock = { run: simulator.mocks.lambda(name, name), serializer: json }
    const task = lambdaTask(invocation, runner.root.workflowId)
    const ended = await runner.work('lambda', mock, task, true)
    closeLambda(simulator, invocation, ended ?? { as: 'failed', failure: {} })
    return { sentence: `Lambda function ${name}(${input ?? ''}) completed`, call: `completeLambda(${code})` }
  },
  async signal(runner, { index }) {
    const signal = runner.signals[index]!
    runner.sent.push(index)
    runner.simulator.signal(signal)
    const value = signal.value === undefined ? '' : `: ${text(signal.value)}`
    return {
      sentence: `signal '${signal.name}' arrived${value}`,
      call: `signal(${quoted(signal.name)}${signal.value === undefined ? '' : `, ${codeOf(signal.value, signal.serializer ?? runner.simulator.serializer)}`})`,
    }
  },
  async requestCancel(runner) {
    runner.cancelRequests++
    runner.simulator.requestCancel()
    return { sentence: 'a cancel request arrived', call: 'requestCancel()' }
  },
  async pass(runner) {
    const { swf } = runner.simulator
    const before = new Map([...swf.executions.values()].map(one => [one, one.events.length]))
    const from = swf.now
    swf.passDeadline()
    const added = [...swf.executions.values()].flatMap(one => historyOf(one).slice(before.get(one) ?? 0))
    const timer = added.find(({ timerFiredEventAttributes }) => timerFiredEventAttributes)
    const { timerId } = timer?.timerFiredEventAttributes ?? {}
    const [, retried] = /^(.+)~\d+$/.exec(timerId ?? '') ?? []
    const what =
      retried !== undefined
        ? `the wait before the next attempt of '${retried}' ended`
        : timerId === undefined
          ? `${added[0]?.eventType ?? 'nothing'}`
          : `timer '${timerId}' fired`
    return {
      sentence: `${swf.now === from ? 'then' : `${durationText(swf.now - from)} later`} ${what}`,
      call: 'advanceToNextDeadline()',
    }
  },
  async loseDecision(runner) {
    const { root, simulator } = runner
    runner.lostDecisions++
    simulator.takeDecision(root)
    simulator.forgetPrograms()
    while (root.started !== undefined) simulator.swf.passDeadline()
    return { sentence: 'the decider crashed with the decision task', call: 'loseDecision()' }
  },
  async decide(runner) {
    await runner.takeDecision(runner.root)
    runner.answerDecision()
    return { sentence: 'the workflow decided', call: 'decide()' }
  },
  async takeDecision(runner) {
    await runner.takeDecision(runner.root)
    return { sentence: 'a decider took the decision task', call: 'takeDecision()' }
  },
  async answerDecision(runner) {
    runner.answerDecision()
    return { sentence: 'the decider answered', call: 'decide()' }
  },
  async workLate(runner) {
    const names: string[] = []
    for (const task of leftBehind(runner)) {
      const mock = runner.simulator.mocks.activity(task, task.id)
      names.push(
        `${task.name}(${task.input === undefined ? '' : text(mock.serializer.deserialize(task.input))})`,
      )
      await runner.work('activity', mock, { ...task, taskToken: '' }, false)
    }
    const sentence = `the work of ${names.join(' and ')} was done, though the workflow no longer waited for it`
    return { sentence, call: undefined }
  },
}

function openActivity(
  { simulator: { swf } }: ScenarioRunner,
  of: string,
  id: string,
): { readonly execution: ExecutionView; readonly activity: ActivityView } {
  const execution = [...swf.executions.values()].find(one => one.workflowId === of && one.activities.has(id))!
  return { execution, activity: execution.activities.get(id)! }
}

/** A call on a scenario. Arguments with default values are left out. */
function callOf(
  step: string,
  { code, id }: { readonly code: string; readonly id: string },
  error?: string,
): string {
  const args = [code, ...(error === undefined ? [] : [error]), ...(id === '' ? [] : [`{ ${id} }`])]
  while (args.at(-1) === 'undefined') args.pop()
  return `${step}(${args.join(', ')})`
}

/**
 * An activity in a sentence and in code. It is identified by its id where other activities of its type are open too.
 */
function namesOf(runner: ScenarioRunner, execution: ExecutionView, activity: ActivityView) {
  const { activityId: id, input } = activity
  const { name } = activity.activityType
  const attempt = attemptOf(execution, activity)
  const { serializer } = runner.simulator.mockOf(activity)
  const of = execution === runner.root ? '' : `${execution.workflowId}: `
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`
  const fitting = activitiesNamed(runner.simulator, name).map(([, one]) => one)
  const isFirst = fitting[0] === activity
  const isOnly = fitting.filter(one => one.activityId === id).length === 1
  const pick = isFirst ? '' : isOnly ? `id: ${quoted(id)}` : `nth: ${fitting.indexOf(activity) + 1}`
  return {
    sentence: `${of}${name}(${input === undefined ? '' : text(serializer.deserialize(input))})${again}`,
    code: asVariable(name, variablesOf(runner.setup.workflow.name)) ?? quoted(name),
    id: pick,
  }
}

function outcomeText(runner: ScenarioRunner, activity: ActivityView, ended: CallOutcome): string {
  if (ended.as === 'canceled') return 'was canceled on request'
  if (ended.as === 'failed')
    return `failed: ${errorText(failureFromWire(ended.failure) ?? ended.failure.reason)}`
  const { serializer } = runner.simulator.mockOf(activity)
  const result = serializer.deserialize(ended.result)
  return result === undefined ? 'completed' : `completed: ${text(result)}`
}

const shown = ({ simulator: { serializer } }: ScenarioRunner, input: string | undefined) =>
  input === undefined ? '' : text(serializer.deserialize(input))

const errorText = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const [name, size] = units.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1]
  return `${seconds / size} ${name}${seconds === size ? '' : 's'}`
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const
