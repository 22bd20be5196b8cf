import { createClient } from '@reyield/client'
import { connectionTo } from '../process.ts'
import type { Demo, DemoSystem } from './demo.ts'
import { startProcess, type Running } from './processes.ts'

/** The deciders and activity workers of examples, each a process of its own. */
export interface System {
  readonly processes: readonly Running[]
  /** Resolves when all of them poll. */
  readonly ready: Promise<unknown>
  /** Rejects if one of them ends by itself. */
  readonly failed: Promise<never>
  /** What a demo can do with them. */
  forDemo(demo: Demo): DemoSystem
}

/** Starts the processes of examples. They print indented lines. */
export function startSystem(
  programs: readonly { readonly folder: string; readonly workers: number }[],
  { endpoint, domain }: { readonly endpoint: string | undefined; readonly domain: string },
): System {
  const env = { SWF_DOMAIN: domain, ...(endpoint !== undefined && { SWF_ENDPOINT: endpoint }) }
  const processes: Running[] = []
  const waiting = new Map<RegExp, () => void>()
  let fail!: (error: unknown) => void
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => undefined)

  /** The title that was printed last, and the one of what comes next. */
  let titles: readonly [printed: string, next: string] = ['', '']
  const print = (line: string) => {
    const [printed, title] = titles
    if (title !== printed) console.log(title)
    titles = [title, title]
    console.log(`  ${line}`)
    for (const [wanted, found] of waiting) if (wanted.test(line)) found()
  }
  const start = (folder: string, role: 'decider' | 'worker') => {
    const running = startProcess(folder, role, env, print)
    processes.push(running)
    running.failed.catch(fail)
    return running
  }
  const started = programs.flatMap(({ folder, workers }) => [
    start(folder, 'decider'),
    ...Array.from({ length: workers }, () => start(folder, 'worker')),
  ])
  return {
    processes,
    ready: Promise.all(started.map(({ ready }) => ready)),
    failed,
    forDemo: ({ folder, pipeline = [] }) => ({
      client: createClient({ ...connectionTo(endpoint, domain), pipeline }),
      print: line => console.log(line),
      title: line => (titles = [titles[0], line]),
      line: wanted => new Promise(found => waiting.set(wanted, found)),
      async skip() {
        const body = JSON.stringify({ toNextEvent: true })
        const response = await fetch(`${endpoint}/_reyield/clock`, { method: 'POST', body })
        return new Date(((await response.json()) as { now: number }).now)
      },
      async replaceWorker() {
        await processes.at(-1)!.kill()
        await start(folder, 'worker').ready
      },
    }),
  }
}
