import { quoted } from '../../code.ts'
import { lambdaWork } from '../../simulator/work.ts'
import { outcomesOf } from '../options.ts'
import { runMock } from '../worked.ts'
import type { StepKind } from './kind.ts'

/** A Lambda function ends. */
export const endLambda: StepKind<'endLambda'> = {
  key: ['nth', 'outcome'],
  *enabled({ simulator, options }) {
    for (const [nth, { name }] of simulator.swf.invocations.entries()) {
      const outcomes = outcomesOf(options, name)
      for (const outcome of ['completed', 'failed'] as const) {
        if (!outcomes.includes(outcome)) continue
        yield { step: { do: 'endLambda', nth, outcome }, expected: outcome === 'completed' }
      }
    }
  },
  async take({ simulator, state }, { nth, outcome }) {
    const { invocations } = simulator.swf
    const invocation = invocations[nth]!
    const { name, input = '' } = invocation
    const before = invocations.slice(0, nth).filter(one => one.name === name).length
    const code = `${quoted(name)}${before === 0 ? '' : `, { nth: ${before + 1} }`}`
    const work = lambdaWork(simulator, invocation)
    if (outcome === 'failed') {
      const failure = { reason: 'ExploredFailure', details: `${name} failed` }
      work.respond({ as: 'failed', failure })
      return { sentence: `Lambda function ${name}(${input}) failed`, code: `failLambda(${code})` }
    }
    const { outcome: ended = { as: 'failed', failure: {} } as const, worked } = await runMock(work, true)
    work.respond(ended)
    return {
      sentence: `Lambda function ${name}(${input}) ${ended.as}`,
      code: `completeLambda(${code})`,
      changes: { worked: [...state.worked, ...worked] },
    }
  },
}
