import { quoted } from '../../code.ts'
import { text } from '../../text.ts'
import { codeOf } from '../printed-test.ts'
import type { StepKind } from './kind.ts'

/** A signal arrives. Signals of the same name arrive in the order of the options. */
export const signal: StepKind<'signal'> = {
  key: ['index'],
  *enabled({ simulator, options: { signals = [] }, state }) {
    const names = new Set<string>()
    for (const [index, { name }] of signals.entries()) {
      if (names.has(name) || state.signals.some(one => one.index === index)) continue
      names.add(name)
      const waiting = simulator.report?.waiting ?? []
      const expected = waiting.some(({ kind, id }) => kind === 'signal' && id === name)
      yield { step: { do: 'signal', index }, expected }
    }
  },
  take({ simulator, options, state }, { index, signal: given }) {
    const arriving = given ?? options.signals![index]!
    const { name, value, serializer = simulator.serializer } = arriving
    simulator.signal(arriving)
    const isEmpty = value === undefined
    return {
      sentence: `signal '${name}' arrived${isEmpty ? '' : `: ${text(value)}`}`,
      code: `signal(${quoted(name)}${isEmpty ? '' : `, ${codeOf(value, serializer)}`})`,
      changes: { signals: [...state.signals, { index, name, value }] },
    }
  },
}
