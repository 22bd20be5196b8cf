import { json } from '@reyield/data'
import { failureFromWire, failureToWire } from '@reyield/data/internal'
import { answerActivity, closeChild, closeLambda } from '../stage/answers.ts'
import { asVariable, quoted } from '../code.ts'
import { text } from '../text.ts'
import { activitiesNamed } from './open-activities.ts'
import { codeOf, variablesOf } from './test-code.ts'
import { childTask, lambdaTask, type CallEnding } from '../stage/call.ts'
import type { StagedActivity, StagedExecution } from '../stage/execution.ts'
import type { Step, TakenStep } from './step.ts'
import { leftBehind } from './left-behind.ts'
import { hungKey, type Teller } from './teller.ts'

/** The default failure of an activity. */
export class ExploredFailure extends Error {
  override readonly name = 'ExploredFailure'
  /** It happened nowhere in the code; and stacks take time to print. */
  override readonly stack = `${this.name}: ${this.message}`
}

type Taker<K extends Step['do']> = (
  teller: Teller,
  step: Extract<Step, { do: K }>,
) => Promise<Omit<TakenStep, 'step'>>

type Takers = { readonly [K in Step['do']]: Taker<K> }

/** Takes a step: what is told of it. The workflow decides afterwards. */
export async function takeStep(teller: Teller, step: Step): Promise<TakenStep> {
  const told = await (takers[step.do] as Taker<Step['do']>)(teller, step)
  return { step, ...told }
}

const takers: Takers = {
  async complete(teller, { of, id }) {
    const { execution, activity } = openActivity(teller, of, id)
    const which = namesOf(teller, execution, activity)
    const task = teller.take(execution, id)
    const ending = await teller.work('activity', teller.stage.playerOf(activity), task, true)
    if (ending === undefined) {
      teller.hung.add(hungKey(execution, activity))
      return { sentence: `${which.sentence} is taken and never answered`, call: callOf('completes', which) }
    }
    answerActivity(teller.stage, task.taskToken, ending)
    return {
      sentence: `${which.sentence} ${endingText(teller, activity, ending)}`,
      call: callOf('completes', which),
    }
  },
  async fail(teller, { of, id, n, error: said }) {
    const { execution, activity } = openActivity(teller, of, id)
    const which = namesOf(teller, execution, activity)
    const { name } = activity
    const ending = teller.world.endings?.[name]?.[n]
    const error = typeof ending === 'object' ? ending.fails : (said ?? new ExploredFailure(`${name} failed`))
    const { taskToken } = teller.take(execution, id)
    answerActivity(teller.stage, taskToken, { as: 'failed', failure: failureToWire(error) })
    return {
      sentence: `${which.sentence} fails: ${errorText(error)}`,
      call: callOf(
        'fails',
        n >= 0 ? { ...which, id: [which.id, `ending: ${n}`].filter(Boolean).join(', ') } : which,
        'undefined',
      ),
    }
  },
  async timeOut(teller, { of, id, worked }) {
    const { execution, activity } = openActivity(teller, of, id)
    const which = namesOf(teller, execution, activity)
    const task = teller.take(execution, id)
    if (worked) await teller.work('activity', teller.stage.playerOf(activity), task, false)
    const { swf } = teller.stage
    while (execution.activities.get(id)?.scheduledEventId === activity.scheduledEventId) swf.passDeadline()
    return {
      sentence: `${which.sentence} times out${worked ? ', and its work was done' : ''}`,
      call: callOf('timesOut', {
        ...which,
        id: [worked ? 'worked: true' : '', which.id].filter(Boolean).join(', '),
      }),
    }
  },
  async cancel(teller, { of, id }) {
    const { execution, activity } = openActivity(teller, of, id)
    const which = namesOf(teller, execution, activity)
    const { taskToken, ...task } = teller.take(execution, id)
    const isAwaited = teller.report?.waiting.some(one => one.kind === 'activity' && one.id === id)
    if (isAwaited !== true) teller.left.push(task) // who knows whether its worker has heard of it
    answerActivity(teller.stage, taskToken, { as: 'canceled' })
    return { sentence: `${which.sentence} gives up, as it was asked to`, call: callOf('cancels', which) }
  },
  async endChild(teller, { workflowId, how }) {
    const { stage } = teller
    const child = stage.playedChildren.find(one => one.workflowId === workflowId)!
    const { type, input } = child
    const part = stage.parts.child(type, workflowId)
    const name = `child ${type.name}(${shown(teller, input)})`
    const others = stage.playedChildren.filter(one => one.type.name === type.name)
    const which = others[0] === child ? '' : `, { id: ${quoted(workflowId)} }`
    const code = `${quoted(type.name)}${which}`
    if (how === 'cancel') {
      closeChild(stage, child, { as: 'canceled' })
      return { sentence: `${name} is canceled, as it was asked to`, call: `childCancels(${code})` }
    }
    if (how === 'fail') {
      const error = new ExploredFailure(`${type.name} failed`)
      closeChild(stage, child, { as: 'failed', failure: failureToWire(error) })
      return { sentence: `${name} fails: ${errorText(error)}`, call: `childFails(${code})` }
    }
    const ending = 'workflow' in part ? undefined : await teller.work('child', part, childTask(child), true)
    if (ending === undefined) {
      teller.hung.add(workflowId)
      return { sentence: `${name} never ends`, call: `childCompletes(${code})` }
    }
    closeChild(stage, child, ending)
    return { sentence: `${name} ${ending.as}`, call: `childCompletes(${code})` }
  },
  async endLambda(teller, { nth, how }) {
    const { stage } = teller
    const invocation = stage.swf.invocations[nth]!
    const { name, input } = invocation
    const before = stage.swf.invocations.slice(0, nth).filter(one => one.name === name).length
    const code = `${quoted(name)}${before === 0 ? '' : `, { nth: ${before + 1} }`}`
    if (how === 'fail') {
      stage.swf.invoked(invocation, { reason: 'ExploredFailure', details: `${name} failed` })
      return { sentence: `Lambda function ${name}(${input ?? ''}) fails`, call: `lambdaFails(${code})` }
    }
    const player = { run: stage.parts.lambda(name, name), serializer: json }
    const task = lambdaTask(invocation, teller.root.workflowId)
    const ending = await teller.work('lambda', player, task, true)
    closeLambda(stage, invocation, ending ?? { as: 'failed', failure: {} })
    return { sentence: `Lambda function ${name}(${input ?? ''}) completes`, call: `lambdaCompletes(${code})` }
  },
  async signal(teller, { index }) {
    const signal = teller.signals[index]!
    teller.sent.push(index)
    teller.stage.signal(signal)
    const value = signal.value === undefined ? '' : `: ${text(signal.value)}`
    return {
      sentence: `signal '${signal.name}' comes${value}`,
      call: `signals(${quoted(signal.name)}${signal.value === undefined ? '' : `, ${codeOf(signal.value, signal.serializer ?? teller.stage.serializer)}`})`,
    }
  },
  async requestCancel(teller) {
    teller.cancelRequests++
    teller.stage.requestCancel()
    return { sentence: 'a cancel request comes', call: 'cancelRequested()' }
  },
  async pass(teller) {
    const { swf } = teller.stage
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
      call: 'timePasses()',
    }
  },
  async loseDecision(teller) {
    const { root, stage } = teller
    teller.lost++
    stage.takeDecision(root)
    stage.forgetPrograms()
    while (root.decisionStarted) stage.swf.passDeadline()
    return { sentence: 'the decider dies with the decision task in hand', call: 'losesDecision()' }
  },
  async decide(teller) {
    await teller.takeDecision(teller.root)
    teller.answerDecision()
    return { sentence: 'the workflow decides', call: 'decides()' }
  },
  async takeDecision(teller) {
    await teller.takeDecision(teller.root)
    return { sentence: 'a decider takes the decision task', call: 'takesDecision()' }
  },
  async answerDecision(teller) {
    teller.answerDecision()
    return { sentence: 'the decider answers', call: 'decides()' }
  },
  async workLate(teller) {
    const names: string[] = []
    for (const task of leftBehind(teller)) {
      const player = teller.stage.playerOf(task)
      names.push(
        `${task.name}(${task.input === undefined ? '' : text(player.serializer.deserialize(task.input))})`,
      )
      await teller.work('activity', player, { ...task, taskToken: '' }, false)
    }
    const sentence = `nobody waited for ${names.join(' and ')} any more, and the work was done all the same`
    return { sentence, call: undefined }
  },
}

function openActivity(
  { stage: { swf } }: Teller,
  of: string,
  id: string,
): { readonly execution: StagedExecution; readonly activity: StagedActivity } {
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
function namesOf(teller: Teller, execution: StagedExecution, activity: StagedActivity) {
  const { name, id, input, attempt } = activity
  const { serializer } = teller.stage.playerOf(activity)
  const of = execution === teller.root ? '' : `${execution.workflowId}: `
  const again = attempt === 1 ? '' : ` (attempt ${attempt})`
  const fitting = activitiesNamed(teller.stage, name).map(([, one]) => one)
  const isFirst = fitting[0] === activity
  const isOnly = fitting.filter(one => one.id === id).length === 1
  const pick = isFirst ? '' : isOnly ? `id: ${quoted(id)}` : `nth: ${fitting.indexOf(activity) + 1}`
  return {
    sentence: `${of}${name}(${input === undefined ? '' : text(serializer.deserialize(input))})${again}`,
    code: asVariable(name, variablesOf(teller.premise.workflow.name)) ?? quoted(name),
    id: pick,
  }
}

function endingText(teller: Teller, activity: StagedActivity, ending: CallEnding): string {
  if (ending.as === 'canceled') return 'gives up, as it was asked to'
  if (ending.as === 'failed')
    return `fails: ${errorText(failureFromWire(ending.failure) ?? ending.failure.reason)}`
  const { serializer } = teller.stage.playerOf(activity)
  const result = serializer.deserialize(ending.result)
  return result === undefined ? 'completes' : `completes: ${text(result)}`
}

const shown = ({ stage: { serializer } }: Teller, input: string | undefined) =>
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
