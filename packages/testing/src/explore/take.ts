import { json } from '@reyield/data'
import { failureFromWire, failureToWire } from '@reyield/data/internal'
import { answerActivity, closeChild, closeLambda } from '../simulator/answers.ts'
import { asVariable, quoted } from '../code.ts'
import { text } from '../text.ts'
import { activitiesNamed } from './open-activities.ts'
import { codeOf, variablesOf } from './test-code.ts'
import { childTask, lambdaTask, type CallEnding } from '../simulator/call.ts'
import type { SimulatedActivity, SimulatedExecution } from '../simulator/execution.ts'
import type { Step, TakenStep } from './step.ts'
import { leftBehind } from './abandoned.ts'
import { hangingKey, type ScenarioRunner } from './scenario-runner.ts'

/** The default failure of an activity. */
export class ExploredFailure extends Error {
  override readonly name = 'ExploredFailure'
  /** It happened nowhere in the code; and stacks take time to print. */
  override readonly stack = `${this.name}: ${this.message}`
}

type Taker<K extends Step['do']> = (
  runner: ScenarioRunner,
  step: Extract<Step, { do: K }>,
) => Promise<Omit<TakenStep, 'step'>>

type Takers = { readonly [K in Step['do']]: Taker<K> }

/** Takes a step: what is told of it. The workflow decides afterwards. */
export async function takeStep(runner: ScenarioRunner, step: Step): Promise<TakenStep> {
  const told = await (takers[step.do] as Taker<Step['do']>)(runner, step)
  return { step, ...told }
}

const takers: Takers = {
  async complete(runner, { of, id }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const task = runner.take(execution, id)
    const ending = await runner.work('activity', runner.simulator.mockOf(activity), task, true)
    if (ending === undefined) {
      runner.hanging.add(hangingKey(execution, activity))
      return { sentence: `${which.sentence} is taken and never answered`, call: callOf('complete', which) }
    }
    answerActivity(runner.simulator, task.taskToken, ending)
    return {
      sentence: `${which.sentence} ${endingText(runner, activity, ending)}`,
      call: callOf('complete', which),
    }
  },
  async fail(runner, { of, id, n, error: said }) {
    const { execution, activity } = openActivity(runner, of, id)
    const which = namesOf(runner, execution, activity)
    const { name } = activity
    const outcome = runner.options.outcomes?.[name]?.[n]
    const error =
      typeof outcome === 'object' ? outcome.failed : (said ?? new ExploredFailure(`${name} failed`))
    const { taskToken } = runner.take(execution, id)
    answerActivity(runner.simulator, taskToken, { as: 'failed', failure: failureToWire(error) })
    return {
      sentence: `${which.sentence} fails: ${errorText(error)}`,
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
      sentence: `${which.sentence} times out${worked ? ', and its work was done' : ''}`,
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
    if (isAwaited !== true) runner.abandoned.push(task) // who knows whether its worker has heard of it
    answerActivity(runner.simulator, taskToken, { as: 'canceled' })
    return { sentence: `${which.sentence} gives up, as it was asked to`, call: callOf('cancel', which) }
  },
  async endChild(runner, { workflowId, how }) {
    const { simulator } = runner
    const child = simulator.mockedChildren.find(one => one.workflowId === workflowId)!
    const { type, input } = child
    const part = simulator.mocks.child(type, workflowId)
    const name = `child ${type.name}(${shown(runner, input)})`
    const others = simulator.mockedChildren.filter(one => one.type.name === type.name)
    const which = others[0] === child ? '' : `, { id: ${quoted(workflowId)} }`
    const code = `${quoted(type.name)}${which}`
    if (how === 'cancel') {
      closeChild(simulator, child, { as: 'canceled' })
      return { sentence: `${name} is canceled, as it was asked to`, call: `cancelChild(${code})` }
    }
    if (how === 'fail') {
      const error = new ExploredFailure(`${type.name} failed`)
      closeChild(simulator, child, { as: 'failed', failure: failureToWire(error) })
      return { sentence: `${name} fails: ${errorText(error)}`, call: `failChild(${code})` }
    }
    const ending = 'workflow' in part ? undefined : await runner.work('child', part, childTask(child), true)
    if (ending === undefined) {
      runner.hanging.add(workflowId)
      return { sentence: `${name} never ends`, call: `completeChild(${code})` }
    }
    closeChild(simulator, child, ending)
    return { sentence: `${name} ${ending.as}`, call: `completeChild(${code})` }
  },
  async endLambda(runner, { nth, how }) {
    const { simulator } = runner
    const invocation = simulator.swf.invocations[nth]!
    const { name, input } = invocation
    const before = simulator.swf.invocations.slice(0, nth).filter(one => one.name === name).length
    const code = `${quoted(name)}${before === 0 ? '' : `, { nth: ${before + 1} }`}`
    if (how === 'fail') {
      simulator.swf.invoked(invocation, { reason: 'ExploredFailure', details: `${name} failed` })
      return { sentence: `Lambda function ${name}(${input ?? ''}) fails`, call: `failLambda(${code})` }
    }
    const mock = { run: simulator.mocks.lambda(name, name), serializer: json }
    const task = lambdaTask(invocation, runner.root.workflowId)
    const ending = await runner.work('lambda', mock, task, true)
    closeLambda(simulator, invocation, ending ?? { as: 'failed', failure: {} })
    return { sentence: `Lambda function ${name}(${input ?? ''}) completes`, call: `completeLambda(${code})` }
  },
  async signal(runner, { index }) {
    const signal = runner.signals[index]!
    runner.sent.push(index)
    runner.simulator.signal(signal)
    const value = signal.value === undefined ? '' : `: ${text(signal.value)}`
    return {
      sentence: `signal '${signal.name}' comes${value}`,
      call: `signal(${quoted(signal.name)}${signal.value === undefined ? '' : `, ${codeOf(signal.value, signal.serializer ?? runner.simulator.serializer)}`})`,
    }
  },
  async requestCancel(runner) {
    runner.cancelRequests++
    runner.simulator.requestCancel()
    return { sentence: 'a cancel request comes', call: 'requestCancel()' }
  },
  async pass(runner) {
    const { swf } = runner.simulator
    const before = new Map([...swf.executions.values()].map(one => [one, one.events.length]))
    const from = swf.now
    swf.passDeadline()
    const news = [...swf.executions.values()].flatMap(one => one.events.slice(before.get(one) ?? 0))
    const timer = news.find(({ timerFiredEventAttributes }) => timerFiredEventAttributes)
    const { timerId } = timer?.timerFiredEventAttributes ?? {}
    const [, retried] = /^(.+)~\d+$/.exec(timerId ?? '') ?? []
    const what =
      retried !== undefined
        ? `the wait before the next try of '${retried}' is over`
        : timerId === undefined
          ? `${news[0]?.eventType ?? 'nothing'}`
          : `timer '${timerId}' fires`
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
    while (root.decisionStarted) simulator.swf.passDeadline()
    return { sentence: 'the decider dies with the decision task in hand', call: 'loseDecision()' }
  },
  async decide(runner) {
    await runner.takeDecision(runner.root)
    runner.answerDecision()
    return { sentence: 'the workflow decides', call: 'decide()' }
  },
  async takeDecision(runner) {
    await runner.takeDecision(runner.root)
    return { sentence: 'a decider takes the decision task', call: 'takeDecision()' }
  },
  async answerDecision(runner) {
    runner.answerDecision()
    return { sentence: 'the decider answers', call: 'decide()' }
  },
  async workLate(runner) {
    const names: string[] = []
    for (const task of leftBehind(runner)) {
      const mock = runner.simulator.mockOf(task)
      names.push(
        `${task.name}(${task.input === undefined ? '' : text(mock.serializer.deserialize(task.input))})`,
      )
      await runner.work('activity', mock, { ...task, taskToken: '' }, false)
    }
    const sentence = `nobody waited for ${names.join(' and ')} any more, and the work was done all the same`
    return { sentence, call: undefined }
  },
}

function openActivity(
  { simulator: { swf } }: ScenarioRunner,
  of: string,
  id: string,
): { readonly execution: SimulatedExecution; readonly activity: SimulatedActivity } {
  const execution = [...swf.executions.values()].find(
    one => one.workflowId === of && one.closed === undefined && one.activities.has(id),
  )!
  return { execution, activity: execution.activities.get(id)! }
}

/** A call on a told story. What a test needn't say is left out. */
function callOf(
  step: string,
  { code, id }: { readonly code: string; readonly id: string },
  error?: string,
): string {
  const args = [code, ...(error === undefined ? [] : [error]), ...(id === '' ? [] : [`{ ${id} }`])]
  while (args.at(-1) === 'undefined') args.pop()
  return `${step}(${args.join(', ')})`
}

/** An activity in a sentence, and in code: by its id where others of its type are open too. */
function namesOf(runner: ScenarioRunner, execution: SimulatedExecution, activity: SimulatedActivity) {
  const { name, id, input, attempt } = activity
  const { serializer } = runner.simulator.mockOf(activity)
  const of = execution === runner.root ? '' : `${execution.workflowId}: `
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`
  const fitting = activitiesNamed(runner.simulator, name).map(([, one]) => one)
  const isFirst = fitting[0] === activity
  const isOnly = fitting.filter(one => one.id === id).length === 1
  const pick = isFirst ? '' : isOnly ? `id: ${quoted(id)}` : `nth: ${fitting.indexOf(activity) + 1}`
  return {
    sentence: `${of}${name}(${input === undefined ? '' : text(serializer.deserialize(input))})${again}`,
    code: asVariable(name, variablesOf(runner.setup.workflow.name)) ?? quoted(name),
    id: pick,
  }
}

function endingText(runner: ScenarioRunner, activity: SimulatedActivity, ending: CallEnding): string {
  if (ending.as === 'canceled') return 'gives up, as it was asked to'
  if (ending.as === 'failed')
    return `fails: ${errorText(failureFromWire(ending.failure) ?? ending.failure.reason)}`
  const { serializer } = runner.simulator.mockOf(activity)
  const result = serializer.deserialize(ending.result)
  return result === undefined ? 'completes' : `completes: ${text(result)}`
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
