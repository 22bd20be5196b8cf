import type { AnyFunction, Checked } from '@reyield/workflow/internal'
import type { ActivityContext } from '../activities/context.ts'
import type { ActivityFunction } from '../activities/served.ts'
import { Job, type Asked } from './job.ts'
import { moduleFile } from './module-file.ts'
import { checkedOptions, type InThreadOptions } from './options.ts'
import { poolOf } from './pools.ts'
import { threadProgram } from './program.ts'
import { loadSerializer } from './serializer-module.ts'
import { markThreaded } from './threaded.ts'

/**
 * An activity that runs in a thread: a function with the input and the result of the original. Outside a worker, its context may be left
 * out, or have only some of the members.
 */
export type InThread<Fn extends AnyFunction> = (
  ...parameters: Parameters<Fn> extends []
    ? []
    : Parameters<Fn> extends [infer Input, ...unknown[]]
      ? [input: Input, context?: Partial<ActivityContext>]
      : [input?: Parameters<Fn>[0], context?: Partial<ActivityContext>]
) => Promise<Awaited<ReturnType<Fn>>>

/**
 * Runs an activity in a thread of its own, so that long computations delay nothing else in the process: no polls, no heartbeats, no other
 * activities. The module is loaded in the thread, and its function is called there with the input and an ActivityContext.
 *
 * - The type parameter is the function's type, so that callers have its input and result: `inThread<typeof impl.resize>(…)`.
 * - Input, result and details of heartbeats are copied: all that the serializers `superjson` and `json` write. Instances of other classes
 *   are refused, unless the option `serializer` has a serializer that writes them.
 * - The function ends as one without a thread would: its errors are recorded with class, code, stack, data and causes.
 * - When its `signal` is aborted, the function may end by itself, also if it never waits: `signal.aborted` is up to date. After `grace`
 *   its thread is terminated.
 * - A thread that ends early (`process.exit`, out of memory, an error that nothing catches) fails only its activity, with THREAD_CRASHED.
 * - Threads start when they are needed, or when a worker starts, which looks whether the module has the function. They end when no worker
 *   needs them any longer.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), if the module isn't a file that exists, or if a bundle lacks the
 * program of threads (docs/guide/bundling.md); InvalidOptionError (OPTION_INVALID),
 * InvalidDurationError (DURATION_INVALID). The function that is returned rejects with what the activity throws; with
 * ThreadCrashedError (THREAD_CRASHED); with UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE) for a value that can't be copied; and with
 * InvalidDefinitionError (DEFINITION_INVALID) if the module can't be loaded or doesn't export the function.
 * @example
 * ```ts
 * import type * as images from './images.js'
 *
 * const activities = { resize: inThread<typeof images.resize>(new URL('./images.js', import.meta.url)) }
 * const worker = createWorker({ swf, domain: 'shop', taskList: 'images', activities })
 * ```
 */
export function inThread<Fn extends AnyFunction = ActivityFunction>(
  module: URL | string,
  options?: InThreadOptions,
): Checked<Fn, ActivityContext, InThread<Fn>> {
  const checked = checkedOptions(options)
  const file = moduleFile(module)
  threadProgram(file) // throws if it's missing
  const askedFor = (activity: string | undefined) => ({
    names:
      checked.export === undefined
        ? ['default', ...(activity === undefined ? [] : [activity])]
        : [checked.export],
    activity: activity ?? checked.export,
    module: file,
  })
  const ask = async (asked: Asked) => await poolOf(file, checked).pool.run(new Job(asked))
  const loaded = async () =>
    checked.serializer === undefined ? undefined : await loadSerializer(checked.serializer)
  const call = async (input: unknown, context: Partial<ActivityContext> = {}) => {
    const { grace } = checked
    const serializer = await loaded()
    return await ask({
      kind: 'call',
      input,
      context,
      grace,
      serializer,
      ...askedFor(context.activityType?.name),
    })
  }
  markThreaded(call, {
    async look(activity) {
      await loaded()
      await ask({ kind: 'look', ...askedFor(activity) })
    },
    hold() {
      const shared = poolOf(file, checked)
      let isHeld = true
      shared.holders++
      return async () => {
        if (isHeld) shared.holders--
        isHeld = false
        if (shared.holders === 0)
          await shared.pool.close(new DOMException('The worker is stopped', 'AbortError'))
      }
    },
  })
  return call as unknown as Checked<Fn, ActivityContext, InThread<Fn>>
}
