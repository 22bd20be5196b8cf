import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { candidatesIn } from './candidates.ts'

const eventTimestamp = '2026-01-01T00:00:00.000Z'
const started = (input: string, name = 'order') => ({
  eventId: 1,
  eventType: 'WorkflowExecutionStarted',
  eventTimestamp,
  workflowExecutionStartedEventAttributes: { input, workflowType: { name, version: '1.0' } },
})
const after = (...types: readonly string[]) =>
  types.map((eventType, index) => ({ eventId: index + 2, eventType, eventTimestamp }))
const closed = after(
  'DecisionTaskScheduled',
  'DecisionTaskStarted',
  'DecisionTaskCompleted',
  'WorkflowExecutionCompleted',
)
const execution = { workflowId: 'order-7', runId: 'r' }
const history = (input: string, events: readonly object[] = closed, more: object = {}) => ({
  ...more,
  execution,
  events: [started(input), ...events],
})

function filesWith(...contents: readonly unknown[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'candidates-'))
  return contents.map((content, index) => {
    const file = join(folder, `${index}.json`)
    writeFileSync(file, JSON.stringify(content))
    return file
  })
}

it('reads all forms of files, drops what closed an execution, and takes each history once', () => {
  const open = history('a', closed.slice(0, 2))
  const files = filesWith(
    [history('a'), history('b', closed, { redacted: true })],
    open,
    history('c', [], { recorded: true }),
  )
  const found = candidatesIn(files)
  expect(found.map(({ workflow, cost, isClear }) => [workflow, cost, isClear]).toSorted()).toEqual([
    ['order@1.0', 1, false],
    ['order@1.0', 3, false],
    ['order@1.0', 3, true],
  ])
  expect(found.map(each => JSON.parse(each.text()) as unknown)).toContainEqual(open)
  expect(found.filter(each => each.text().startsWith('{"recorded":true,'))).toHaveLength(1)
  expect(candidatesIn(files.toReversed()).map(each => each.text())).toEqual(found.map(each => each.text()))
})

it('reads a long history again when its text is needed', () => {
  const long = history('x'.repeat(300_000), [])
  const files = filesWith([history('a', []), long])
  const found = candidatesIn(files)
  expect(found.map(each => JSON.parse(each.text()) as unknown)).toContainEqual(long)
  writeFileSync(files[0]!, JSON.stringify([history('a', []), history('y', [])]))
  expect(found.map(each => each.text()).toSorted()).toEqual(
    [history('a', []), history('y', [])].map(each => JSON.stringify(each)),
  )
})

it('refuses what is no history', () => {
  for (const content of [{}, [{ events: [] }, 7], [{ events: [{ eventId: 2 }] }]]) {
    expect(() => candidatesIn(filesWith(content))).toThrow(
      expect.objectContaining({ code: 'HISTORY_INVALID' }),
    )
  }
})
