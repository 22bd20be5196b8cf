import { describe, expect, it } from 'vitest'
import type { Lock, LockedWorkflow } from '../files/lock.ts'
import type { Surface } from '../surface/surface.ts'
import type { OpenExecution } from './execution.ts'
import { needsOf, type PatchNeed } from './needs.ts'

const workflow = (of: Partial<LockedWorkflow> = {}): LockedWorkflow => ({
  name: 'order',
  version: '1.0',
  defaults: {},
  serializer: 'json',
  patches: [],
  retired: [],
  activities: [],
  histories: 1,
  ...of,
})
const lock = (last: Partial<LockedWorkflow> = {}): Lock => ({
  builds: [
    { id: '41f', workflows: [workflow()], signals: [], activities: ['charge@1.0'] },
    { id: '52a', workflows: [workflow(last)], signals: [], activities: [] },
  ],
  accepted: [],
})
const surface = (
  retired: readonly string[] = [],
  activities: readonly string[] | undefined = [],
): Surface => ({
  workflows: [{ name: 'order', version: '1.0', defaults: {}, serializer: 'json', retired }],
  signals: [],
  activities,
  activitiesError: undefined,
})
const execution = (of: Partial<OpenExecution> = {}): OpenExecution => ({
  workflowId: 'order-7',
  runId: 'r',
  workflow: 'order@1.0',
  builds: new Set(['52a']),
  marked: new Set(),
  activities: new Set(),
  check: { decisionTasks: 1, error: undefined },
  ...of,
})
const answered = (id: string, wentOldWay: boolean) => ({
  decisionTasks: 1,
  error: undefined,
  patches: [{ id, wentOldWay }],
})

describe('builds', () => {
  const needed = (executions: readonly OpenExecution[], isComplete = true) =>
    needsOf(executions, isComplete, lock(), surface())
      .builds.filter(({ isNeeded }) => isNeeded)
      .map(({ id }) => id)

  it.each<[string, readonly OpenExecution[], boolean, readonly string[]]>([
    ['the last one, without executions', [], true, ['52a']],
    [
      'those that have decided in an open execution',
      [execution({ builds: new Set(['41f', '52a']) })],
      true,
      ['41f', '52a'],
    ],
    ['only the last one, if the others have decided in none', [execution()], true, ['52a']],
    ['all, if more executions may be open', [execution()], false, ['41f', '52a']],
    [
      'all, if it is not known who has decided',
      [execution({ builds: new Set([undefined]) })],
      true,
      ['41f', '52a'],
    ],
  ])('are needed: %s', (_, executions, isComplete, expected) => {
    expect(needed(executions, isComplete)).toEqual(expected)
  })
})

describe('patches', () => {
  const deployed = { patches: ['x'] }
  const failing = execution({
    check: { decisionTasks: 1, error: { code: 'NON_DETERMINISM', message: '', eventId: 5 } },
  })
  it.each<
    [
      string,
      readonly OpenExecution[],
      Partial<LockedWorkflow>,
      readonly string[],
      Pick<PatchNeed, 'marked' | 'oldWay' | 'next'>,
    ]
  >([
    [
      'an execution went the old way',
      [execution({ check: answered('x', true) })],
      deployed,
      [],
      { marked: 0, oldWay: 1, next: 'keep' },
    ],
    [
      'none did',
      [execution({ check: answered('x', false), marked: new Set(['x']) })],
      deployed,
      [],
      { marked: 1, oldWay: 0, next: 'retire' },
    ],
    ['none is open', [], deployed, [], { marked: 0, oldWay: 0, next: 'retire' }],
    [
      'it is not released yet',
      [execution({ check: answered('x', false) })],
      {},
      [],
      { marked: 0, oldWay: 0, next: 'keep' },
    ],
    ['it is not known how one went', [failing], deployed, [], { marked: 0, oldWay: 0, next: 'keep' }],
    [
      'it is retired, and one has its marker',
      [execution({ marked: new Set(['x']) })],
      { retired: ['x'] },
      ['x'],
      { marked: 1, oldWay: 0, next: 'keep' },
    ],
    [
      'it is retired, and none has',
      [execution()],
      { retired: ['x'] },
      ['x'],
      { marked: 0, oldWay: 0, next: 'remove' },
    ],
    [
      'it was retired in code that is not released',
      [execution()],
      deployed,
      ['x'],
      { marked: 0, oldWay: 0, next: 'keep' },
    ],
  ])('%s', (_, executions, last, retired, expected) => {
    const { patches } = needsOf(executions, true, lock(last), surface(retired))
    expect(patches).toEqual([{ workflow: 'order@1.0', id: 'x', isRetired: retired.length > 0, ...expected }])
  })
})

describe('activities that are gone', () => {
  const waiting = execution({ activities: new Set(['charge@1.0', 'elsewhere@1.0']) })
  it.each<[readonly string[] | undefined, number]>([
    [[], 1],
    [['charge@1.0'], 0],
    [undefined, 0],
  ])('with %j', (activities, count) => {
    const { gone } = needsOf([waiting], true, lock(), { ...surface(), activities })
    expect(gone).toEqual(count === 0 ? [] : [{ activity: 'charge@1.0', executions: [waiting] }])
  })
})
