import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const textOf = (file: string) => readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8')
const guide = textOf('guide/testing.md')
const reports = `${textOf('internals/api/testing.md')}\n${textOf('internals/api/testing.vitest.md')}`

/** The code of the page: its blocks, and what is in backticks. */
const blocks = /^```[^]*?^```/gm
const code = [...guide.matchAll(blocks), ...guide.replaceAll(blocks, '').matchAll(/`[^`]+`/g)].join('\n')

/** The members of an exported interface or class, as the API report has it. */
function membersOf(name: string): string[] {
  const [, body] = new RegExp(`^### ${name}\n[^]*?\\{\n([^]*?)\n\\}`, 'm').exec(reports) ?? []
  if (body === undefined) throw new Error(`docs/internals/api/testing.md has no members of ${name}`)
  const own = [...body.matchAll(/^ {4}(?:readonly |get )?(\w+)[?(<:]/gm)].map(([, member]) => member!)
  return [...new Set(own)].filter(member => !['constructor', 'then'].includes(member))
}

/** Members that most tests don't need. `everyCrash` sets those of IncidentOptions. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  Exploration: ['reordered', 'steps'],
  IncidentOptions: ['crashAt', 'onPoint'],
}

it.each([
  ...['SimulationOptions', 'IncidentOptions', 'RunOptions', 'RunView', 'Run'],
  ...['ScenarioOptions', 'ExploreOptions', 'ScenarioView', 'Exploration', 'Scenario'],
  ...['DecideOptions', 'Decided', 'HistoryOptions', 'History', 'ChildSteps', 'ExternalSteps', 'LambdaSteps'],
  ...['Budget', 'BudgetOptions', 'LoopBudgetOptions', 'LoopCost', 'WorkflowMatchers'],
])('docs/guide/testing.md names all members of %s', name => {
  const members = membersOf(name)
  expect(members.length).toBeGreaterThan(0)
  const missing = members.filter(
    member => !new RegExp(`\\b${member}\\b`).test(code) && !(leftOut[name] ?? []).includes(member),
  )
  expect(missing).toEqual([])
})
