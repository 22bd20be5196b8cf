import { createLocalSwf } from '@reyield/local'
import { median, round, type Figure, type Measure } from '../../measure.ts'
import { domain, newFile, register, start } from './place.ts'
import { openDatabase } from './sqlite.ts'

const boxes = 5
const box = 800

/** How many a second: boxes of time, the first not counted. */
async function rate(perRound: number, once: () => Promise<void> | void): Promise<number> {
  const rates: number[] = []
  for (let n = 0; n <= boxes; n++) {
    const begin = performance.now()
    let rounds = 0
    while (performance.now() - begin < box) {
      await once()
      rounds++
    }
    rates.push((rounds * perRound * 1000) / (performance.now() - begin))
  }
  return median(rates.slice(1))
}

/** Signals that arrive together, in groups; each group is one commit. */
async function signals(group: number): Promise<{ rate: number; bytes: string[] }> {
  const file = newFile()
  const local = await createLocalSwf({ db: file, limits: { events: Infinity } })
  await register(local)
  await start(local, 'w')
  const signal = () =>
    local.swf.signalWorkflowExecution({
      domain,
      workflowId: 'w',
      signalName: 's',
      input: '{"json":{"by":"me"}}',
    })
  const value = await rate(group, async () => void (await Promise.all(Array.from({ length: group }, signal))))
  await local.close()
  const database = openDatabase(file)
  const last = database.prepare('SELECT * FROM log ORDER BY seq DESC LIMIT 1').get() as Record<string, string>
  database.close()
  return { rate: value, bytes: [last.kind!, last.key!, last.body!] }
}

/** The same bytes into the same SQLite, a prepared statement, groups as transactions. */
async function inserts(group: number, [kind, key, body]: string[]): Promise<number> {
  const database = openDatabase(newFile())
  database.exec(`PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL;
    CREATE TABLE log (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, sum INTEGER NOT NULL)`)
  const insert = database.prepare('INSERT INTO log (seq, at, kind, key, body, sum) VALUES (?, ?, ?, ?, ?, ?)')
  let seq = 0
  const value = await rate(group, () => {
    database.exec('BEGIN IMMEDIATE')
    for (let n = 0; n < group; n++) insert.run(++seq, 1_700_000_000_000, kind!, key!, body!, 4_000_000_000)
    database.exec('COMMIT')
  })
  database.close()
  return value
}

/** What durability costs. */
export const commits: Measure = {
  name: 'commits',
  about:
    'durable SignalWorkflowExecution a second through the direct transport, 1, 10 and 100 arriving together (one commit a ' +
    'group); median of five boxes; floor: bare inserts of the same bytes into the same SQLite, same groups',
  async run(): Promise<Figure[]> {
    const figures: Figure[] = []
    for (const group of [1, 10, 100]) {
      const ours = await signals(group)
      const floor = await inserts(group, ours.bytes)
      figures.push({
        measure: 'commits',
        at: `group=${group}`,
        value: round(ours.rate),
        unit: 'commits/s',
        floor: round(floor),
        ratio: round(floor / ours.rate),
      })
    }
    return figures
  },
}
