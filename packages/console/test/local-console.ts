import { setTimeout } from 'node:timers/promises'
import { createClient, register } from '@reyield/client'
import type { ReplayHosts } from '@reyield/inspect'
import { createLocalSwf, skippableClock, type CommittedEvents } from '@reyield/local'
import { type ConsoleOptions, startConsole } from '../src/index.ts'

/** The domain of these tests. */
export const domain = 'shop'

/** A local SWF and a console over it, in this process. */
export type LocalConsole = Awaited<ReturnType<typeof openLocalConsole>>

/** Opens both. `code`: for lines and variables. Close it at the end. */
export async function openLocalConsole(
  options: Partial<ConsoleOptions> & { readonly code?: ReplayHosts } = {},
) {
  const clock = skippableClock()
  const listeners = new Set<(committed: CommittedEvents) => void>()
  const local = await createLocalSwf({
    clock,
    pollSeconds: 1,
    onEvents: committed => {
      for (const listener of listeners) listener(committed)
    },
  })
  const { swf } = local
  await register(swf, { domain })
  const start = (more: Partial<ConsoleOptions> = {}) =>
    startConsole({
      swf,
      domain,
      place: 'local SWF',
      port: 0,
      local: {
        onEvents(listener) {
          const each = ({ workflowId, runId }: CommittedEvents) => listener({ workflowId, runId })
          listeners.add(each)
          return () => listeners.delete(each)
        },
        now: () => clock.now(),
        nextDeadline: () => local.nextDeadline(),
        skipTo: time => clock.skipTo(time),
        setFaults: faults => local.setFaults(faults),
      },
      ...options,
      ...more,
    })
  let running = await start()
  return {
    local,
    swf,
    clock,
    client: createClient({ swf, domain }),
    /** The console; another one after `restart`. */
    get console() {
      return running
    },
    /** Ends the server of the page, and starts it again at the same port with the same token when `work` is done. */
    async restart(work: () => Promise<void>) {
      const { port, token } = running
      await running.close()
      await work()
      running = await start({ port, token })
    },
    /** Moves the clock. */
    skip(milliseconds: number) {
      clock.skipTo(new Date(clock.now() + milliseconds))
    },
    async close() {
      await running.close()
      await local.close()
    },
  }
}

/** Waits until something is true; what it waits for is in other processes and has no event here. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 30_000
  while (performance.now() < end) {
    if (await isTrue()) return
    await setTimeout(25)
  }
  throw new Error(`It never came about: ${what}`)
}
