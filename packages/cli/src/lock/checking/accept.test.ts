import { expect, it } from 'vitest'
import type { Lock, LockedWorkflow } from '../files/lock.ts'
import { accepting, afterAccepting } from './accept.ts'
import { grouped } from './groups.ts'
import type { FailedHistory } from './judge.ts'
import { isBad, type CheckResult } from './result.ts'

const type = (name: string, version = '1.0'): LockedWorkflow => ({
  name,
  version,
  defaults: {},
  serializer: 'json',
  patches: [],
  retired: [],
  activities: [],
  histories: 1,
})
const workflows = [type('order'), type('order', '2.0'), type('parcel')]
const lock: Lock = {
  builds: ['41f', '52a'].map(id => ({ id, workflows, signals: [], activities: [] })),
  accepted: [{ workflow: 'order@1.0', builds: ['30c'], reason: 'before' }],
}
const failed = (workflow: string, builds: readonly string[], message = 'x', eventId = 5): FailedHistory => ({
  workflow,
  builds,
  error: { code: 'NON_DETERMINISM', message, eventId },
})
const result: CheckResult = {
  lock,
  replayed: new Map([['order@1.0', 3]]),
  failures: grouped([
    failed('order@1.0', ['41f']),
    failed('order@1.0', ['52a', '41f'], 'y'),
    failed('order@2.0', ['52a']),
  ]),
  findings: [
    { level: 'error', workflow: 'parcel@1.0', builds: ['41f'], what: 'gone', remedy: '' },
    { level: 'note', workflow: 'parcel@1.0', builds: ['52a'], what: 'noted', remedy: '' },
  ],
}

it.each<[string, Lock['accepted'], boolean]>([
  ['order@1.0', [{ workflow: 'order@1.0', builds: ['41f', '52a'], reason: 'none open' }], true],
  [
    'order',
    [
      { workflow: 'order@1.0', builds: ['41f', '52a'], reason: 'none open' },
      { workflow: 'order@2.0', builds: ['52a'], reason: 'none open' },
    ],
    true,
  ],
  ['parcel', [{ workflow: 'parcel@1.0', builds: ['41f'], reason: 'none open' }], true],
])('records that nothing of %s is open of the builds for which it matters', (workflow, added, isStillBad) => {
  const accepted = accepting(result, workflow, 'none open')!
  expect(accepted).toEqual({ ...lock, accepted: [...lock.accepted, ...added] })
  const after = afterAccepting(result, accepted)
  expect(isBad(after)).toBe(isStillBad)
  expect(after.failures.some(each => added.some(of => of.workflow === each.workflow))).toBe(false)
})

it('records nothing if nothing fails, and refuses a workflow that no build has', () => {
  const good = { ...result, failures: [], findings: [] }
  expect(accepting(good, 'order', 'none open')).toBeUndefined()
  expect(() => accepting(result, 'oder', 'none open')).toThrow(
    "No locked build has the workflow 'oder'. Did you mean order?",
  )
})

it('groups failures by the source line of the code, and shows the earliest', () => {
  const at = (line: number, event: number) =>
    failed(
      'order@1.0',
      ['41f'],
      `- history: event ${event} TimerStarted\n+ program: wants x\n           at run (order.ts:${line}:3)`,
      event,
    )
  const groups = grouped([
    at(7, 9),
    at(8, 5),
    at(7, 6),
    failed('a@1.0', ['52a'], 'event 7 is odd', 7),
    failed('a@1.0', ['41f'], 'event 9 is odd', 9),
  ])
  expect(
    groups.map(({ workflow, builds, histories, first }) => [
      workflow,
      builds,
      histories,
      first.error.eventId,
    ]),
  ).toEqual([
    ['a@1.0', ['41f', '52a'], 2, 7],
    ['order@1.0', ['41f'], 2, 6],
    ['order@1.0', ['41f'], 1, 5],
  ])
})
