import { optionsFor } from './loaders.ts'
import type { CheckedOptions } from './options.ts'
import { ThreadPool } from './pool.ts'
import { threadProgram } from './program.ts'

/** A pool and the number of workers that use it. */
interface SharedPool {
  readonly pool: ThreadPool
  holders: number
}

const pools = new Map<string, SharedPool>()

/** Returns the pool of a module. Activities of the same module with the same options for threads share one. */
export function poolOf(module: string, { threads, serializer, resourceLimits }: CheckedOptions): SharedPool {
  const limits = Object.entries(resourceLimits).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const key = JSON.stringify([module, serializer, threads, limits])
  const shared = pools.get(key) ?? {
    pool: new ThreadPool(
      {
        program: threadProgram(module),
        module,
        serializer,
        execArgv: optionsFor(module, serializer),
        resourceLimits,
      },
      threads,
    ),
    holders: 0,
  }
  pools.set(key, shared)
  return shared
}
