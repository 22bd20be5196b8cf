import { startConsole, type RunningConsole } from '@reyield/console'
import { hostsOf, type ReplayHosts } from '@reyield/inspect'
import type { CommittedEvents } from '@reyield/local'
import type { Settings } from '../config/settings.ts'
import type { CommandContext } from '../context/context.ts'
import { paint, text } from '../output/text.ts'
import { presentCode } from '../runs/code.ts'
import type { DevSwf } from './dev-swf.ts'

/** Starts the console of a session: it shows the executions of its local SWF, and steers its clock and its faults. */
export async function startDevConsole(
  context: CommandContext,
  { local, clock, url, domain }: DevSwf,
  settings: Settings,
  listeners: Set<(of: CommittedEvents) => void>,
): Promise<RunningConsole> {
  const running = await startConsole({
    swf: local.swf,
    domain,
    place: `local SWF ${url}`,
    serializer: await context.serializer(),
    pipeline: await context.pipeline(),
    code: devCode(settings),
    local: {
      onEvents(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      now: () => clock.now(),
      nextDeadline: () => local.nextDeadline(),
      skipTo: time => clock.skipTo(time),
      setFaults: faults => local.setFaults(faults),
    },
    onError: error =>
      context.out.line(text`${paint.red('console:')} ${String((error as Error).stack ?? error)}`),
  })
  context.onClose(() => running.close())
  return running
}

/** The workflows as they are now, which a process loads when it's first asked. Undefined if none are configured, or if no file matches. */
export function devCode(settings: Settings): ReplayHosts | undefined {
  if (settings.workflows.length === 0) return undefined
  try {
    return hostsOf(presentCode(settings))
  } catch {
    return undefined // the session says why
  }
}
