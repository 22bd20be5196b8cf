import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { definitions } from '../src/metrics/definitions.ts'
import { prometheusName } from '../src/registry/definition.ts'

it('the guide has a row for each metric, in the same order', () => {
  const page = readFileSync(new URL('../../../docs/guide/observability.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('\n## Metrics\n'), page.indexOf('\n### Alarms to set\n'))
  const rows = [...section.matchAll(/^\| (`reyield_.*) \|$/gm)].map(([, row]) =>
    row!.split('|').map(cell => cell.trim()),
  )
  expect(rows).toEqual(
    Object.values(definitions).map(definition => [
      `\`${prometheusName(definition)}\``,
      definition.type,
      definition.labels.map(label => `\`${label}\``).join(', '),
      definition.help,
    ]),
  )
})
