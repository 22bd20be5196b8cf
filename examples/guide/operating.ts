import type { Swf } from '@reyield/client'
import { createWorker, stopOnSignals } from '@reyield/worker'
import { payment } from './workers.ts'

/** Stands for the connections that activities use, such as those to a database. */
export interface Database {
  charge(id: string): Promise<string>
  end(): Promise<void>
}

const activitiesWith = (database: Database) => ({
  charge: ({ id }: { id: string }) => database.charge(id),
})

/** The program of an activity worker. It ends when its process gets SIGTERM or Ctrl-C. */
export async function runActivityWorker(swf: Swf, database: Database, healthPort: number): Promise<void> {
  const worker = createWorker({
    swf,
    domain: 'shop',
    taskList: 'payments',
    activities: activitiesWith(database),
    concurrency: 50,
  })
  await worker.serveHealth({ port: healthPort })
  await stopOnSignals(worker, { grace: '80s' })
  await database.end() // no activity needs it any longer
}

/** One program with two workers, which stop together. */
export async function runBoth(swf: Swf, database: Database): Promise<void> {
  const place = { swf, domain: 'shop', taskList: 'payments' }
  const decider = createWorker({ ...place, workflows: [payment] })
  const activityWorker = createWorker({ ...place, activities: activitiesWith(database) })
  await stopOnSignals([decider, activityWorker], { grace: '80s' })
}
