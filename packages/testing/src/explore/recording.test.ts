import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadHistories, replayerOf } from '@reyield/inspect'
import { neighborsOf } from '@reyield/inspect/internal'
import { activities, all, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { explore, type ExploreOptions, type ScenarioView } from '../index.ts'

const { charge, ship } = activities<{
  charge(id: string): Promise<string>
  ship(id: string): Promise<string>
}>({
  startToClose: '5m',
})
const order = workflow(
  { name: 'shop/order'.replace('/', ' '), executionStartToClose: '1 day' },
  async function* (id: string) {
    return yield* all([charge(id), ship(id)])
  },
)
const mocks = { charge: () => 'receipt', ship: () => 'parcel' }

/** Explores orders into a new folder, or a given one. Returns the files, and the histories of all scenarios. */
async function recorded(options: ExploreOptions = {}, folder = mkdtempSync(join(tmpdir(), 'recorded-'))) {
  const seen: ScenarioView['history'][] = []
  const explored: ExploreOptions = {
    activities: mocks,
    record: folder,
    ...options,
    finally: { seen: ({ history }) => void seen.push({ ...history }) },
  }
  await explore(order, '7', explored)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.json'),
  )
  return { folder, files: files.toSorted(), seen }
}
const pairsOf = (histories: readonly { readonly events: Parameters<typeof neighborsOf>[0] }[]) =>
  new Set(histories.flatMap(({ events }) => [...neighborsOf(events)]))

it('writes few histories, in which each pair of neighboring events of all scenarios occurs', async () => {
  const { folder, files, seen } = await recorded()
  expect(files).toEqual([expect.stringMatching(/^shop%20order\/1\.0-[\da-f]{12}\.json$/)])
  const histories = loadHistories(readFileSync(join(folder, files[0]!), 'utf8'))
  expect(histories.length).toBeLessThan(seen.length / 2)
  expect(pairsOf(histories)).toEqual(pairsOf(seen))
  const replayer = replayerOf([order])
  for (const history of histories) expect((await replayer.check(history)).error).toBeUndefined()
})

it('writes the same file for the same exploration, and another one for another', async () => {
  const { folder, files } = await recorded()
  const text = readFileSync(join(folder, files[0]!), 'utf8')
  await recorded({}, folder)
  expect(readFileSync(join(folder, files[0]!), 'utf8')).toBe(text)
  const failed = { outcomes: { charge: ['completed', { failed: new Error('no') }] } } satisfies ExploreOptions
  await recorded(failed, folder)
  const { files: both } = await recorded(failed, folder)
  expect(both).toHaveLength(2)
  const { files: all } = await recorded({ activities: { ...mocks, charge: () => 'other' } }, folder)
  expect(all).toHaveLength(3)
})

it('writes nothing if a check fails, and says which folder cannot be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'))
  const failing = explore(order, '7', {
    activities: mocks,
    record: folder,
    never: { 'it starts': () => true },
  })
  await expect(failing).rejects.toMatchObject({ code: 'SCENARIO_FAILED' })
  expect(readdirSync(folder)).toEqual([])
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(explore(order, '7', { activities: mocks, record: file })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: expect.stringContaining(
      `record is ${file}: expected a folder that can be written, but writing ${file}`,
    ) as string,
  })
})
