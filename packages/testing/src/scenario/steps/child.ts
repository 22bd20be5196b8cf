import { failureToWire } from '@reyield/data/internal'
import type { ExecutionView } from '@reyield/local'
import { quoted } from '../../code.ts'
import { text } from '../../text.ts'
import { childWork, inputOf } from '../../simulator/work.ts'
import { outcomesOf } from '../options.ts'
import type { ScenarioPoint } from '../state.ts'
import { runMock } from '../worked.ts'
import { ExploredFailure, failureText } from './failure.ts'
import type { StepKind } from './kind.ts'

/** A mocked child closes. */
export const endChild: StepKind<'endChild'> = {
  key: ['workflowId', 'outcome'],
  *enabled({ simulator, options, state }) {
    for (const { workflowId, workflowType, cancelRequested } of simulator.mockedChildren) {
      if (state.hanging.includes(workflowId)) continue
      const outcomes = outcomesOf(options, workflowType.name)
      for (const outcome of ['completed', 'failed', 'canceled'] as const) {
        if (!outcomes.includes(outcome) || (outcome === 'canceled' && !cancelRequested)) continue
        yield { step: { do: 'endChild', workflowId, outcome }, expected: outcome === 'completed' }
      }
    }
  },
  async take(point, { workflowId, outcome }) {
    const { simulator, state } = point
    const child = simulator.mockedChildren.find(one => one.workflowId === workflowId)!
    const { name, code } = namesOf(point, child)
    const work = childWork(simulator, child)
    if (outcome === 'canceled') {
      work.respond({ as: 'canceled' })
      return { sentence: `${name} was canceled on request`, code: `cancelChild(${code})` }
    }
    if (outcome === 'failed') {
      const error = new ExploredFailure(child.workflowType.name)
      work.respond({ as: 'failed', failure: failureToWire(error) })
      return { sentence: `${name} failed: ${failureText(error)}`, code: `failChild(${code})` }
    }
    const { outcome: ended, worked } = await runMock(work, true)
    if (ended === undefined) {
      const changes = { hanging: [...state.hanging, workflowId] }
      return { sentence: `${name} never closes`, code: `completeChild(${code})`, changes }
    }
    work.respond(ended)
    const changes = { worked: [...state.worked, ...worked] }
    return { sentence: `${name} ${ended.as}`, code: `completeChild(${code})`, changes }
  },
}

/** A child in a sentence and in code. It is identified by its workflow id if it isn't the oldest of its type. */
function namesOf({ simulator }: ScenarioPoint, child: ExecutionView) {
  const { name } = child.workflowType
  const input = inputOf(child)
  const oldest = simulator.mockedChildren.find(one => one.workflowType.name === name)
  const which = oldest === child ? '' : `, { id: ${quoted(child.workflowId)} }`
  return {
    name: `child ${name}(${input === undefined ? '' : text(simulator.serializer.deserialize(input))})`,
    code: `${quoted(name)}${which}`,
  }
}
