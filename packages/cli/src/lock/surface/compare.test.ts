import { expect, it } from 'vitest'
import type { Lock, LockedBuild, LockedWorkflow } from '../files/lock.ts'
import { compareSurface } from './compare.ts'
import type { Surface, SurfaceWorkflow } from './surface.ts'

const defaults = { taskList: 'orders', childPolicy: 'TERMINATE' }
const order: LockedWorkflow = {
  name: 'order',
  version: '1.0',
  defaults,
  serializer: 'superjson',
  patches: ['weigh'],
  retired: ['old'],
  activities: ['charge@1.0'],
  histories: 1,
}
const build = (id: string, of: Partial<LockedBuild> = {}): LockedBuild => ({
  id,
  workflows: [order],
  signals: ['approved'],
  activities: ['charge@1.0', 'ship@1.0'],
  ...of,
})
const lock = (builds: readonly LockedBuild[], accepted: Lock['accepted'] = []): Lock => ({ builds, accepted })
const now = (of: Partial<SurfaceWorkflow> = {}): SurfaceWorkflow => ({
  name: 'order',
  version: '1.0',
  defaults,
  serializer: 'superjson',
  retired: ['old'],
  ...of,
})
const present = (of: Partial<Surface> = {}): Surface => ({
  workflows: [now()],
  signals: ['approved'],
  activities: ['charge@1.0', 'ship@1.0'],
  activitiesError: undefined,
  ...of,
})
const noneOpen = (...builds: string[]) => [{ workflow: 'order@1.0', builds, reason: 'none open' }]
const two = [build('41f'), build('52a')]

it.each<[string, Lock, Surface, readonly string[]]>([
  ['nothing in the same code', lock(two), present(), []],
  [
    'nothing in code with more',
    lock(two),
    present({ workflows: [now(), now({ version: '2.0' })], signals: ['approved', 'paid'] }),
    [],
  ],
  [
    'a type that is gone, once for all builds',
    lock(two),
    present({ workflows: [now({ version: '2.0' })] }),
    ['error order@1.0 41f,52a: Workflow type order@1.0 is gone. Its open executions would be held'],
  ],
  [
    'a type that is gone for the builds of which something may be open',
    lock(two, noneOpen('41f')),
    present({ workflows: [] }),
    ['error order@1.0 52a: Workflow type order@1.0 is gone. Its open executions would be held'],
  ],
  ['no type of which nothing is open', lock(two, noneOpen('41f', '52a')), present({ workflows: [] }), []],
  [
    'an activity that is gone: an error if a history uses it, else a note',
    lock(two),
    present({ activities: [] }),
    [
      'error order@1.0 41f,52a: Activity charge@1.0 is gone. Executions of order@1.0 in which it is open would wait for it',
      'note - 52a: Activity ship@1.0 is gone',
    ],
  ],
  [
    'another version of an activity',
    lock([build('52a')]),
    present({ activities: ['charge@2.0', 'ship@1.0'] }),
    [
      'error order@1.0 52a: Activity charge@1.0 is gone. Executions of order@1.0 in which it is open would wait for it',
    ],
  ],
  [
    'no activity that other programs have',
    lock([build('52a', { activities: [] })]),
    present({ activities: [] }),
    [],
  ],
  ['no activities if none are configured any longer', lock(two), present({ activities: undefined }), []],
  [
    'activities that cannot be loaded',
    lock(two),
    present({ activities: undefined, activitiesError: 'no database' }),
    ["note - : Activities aren't compared: no database"],
  ],
  [
    'changed and new registered values, compared with the last build only',
    lock([build('41f', { workflows: [{ ...order, defaults: {} }] }), build('52a')]),
    present({
      workflows: [
        now({ defaults: { childPolicy: 'ABANDON', taskList: 'orders', executionStartToCloseTimeout: '60' } }),
      ],
    }),
    [
      'note order@1.0 52a: order@1.0 is registered with childPolicy TERMINATE, and the code has ABANDON',
      'note order@1.0 52a: order@1.0 is registered with executionStartToCloseTimeout none, and the code has 60',
    ],
  ],
  [
    'another serializer, a signal and a retired patch that are gone',
    lock(two),
    present({ workflows: [now({ serializer: 'json', retired: [] })], signals: [] }),
    [
      "note order@1.0 52a: order@1.0 was written by serializer 'superjson', and the code has 'json'",
      "note order@1.0 52a: Patch 'old' of order@1.0 is no longer retired",
      "note - 52a: Signal 'approved' is no longer exported",
    ],
  ],
  ['nothing without builds', lock([]), present(), []],
])('finds %s', (_, of, surface, expected) => {
  expect(
    compareSurface(of, surface).map(
      ({ level, workflow = '-', builds, what }) => `${level} ${workflow} ${builds.join(',')}: ${what}`,
    ),
  ).toEqual(expected)
})
