import { expect, it } from 'vitest'
import { staleOutputs } from '../scripts/stale-outputs.js'

it('removes from dist what has no source any longer, also tests', () => {
  const compiled = (...names: string[]) =>
    names.flatMap(name => ['.js', '.js.map', '.d.ts', '.d.ts.map'].map(ending => `${name}${ending}`))
  const sources = new Set(['index.ts', 'port/aws.ts', 'port/aws.test.ts', 'port/port.suite.ts'])
  const gone = [...compiled('old', 'port/renamed', 'port/aws.test', 'port/port.suite'), 'notes.json']
  const outputs = ['.tsbuildinfo', ...compiled('index', 'port/aws'), ...gone]
  expect(staleOutputs(outputs, sources)).toEqual(gone)
})
