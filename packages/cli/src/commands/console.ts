import { startConsole } from '@reyield/console'
import { openPage } from '../console/open-page.ts'
import { remoteControls } from '../console/remote-controls.ts'
import type { CommandContext } from '../context/context.ts'
import type { Settings } from '../config/settings.ts'
import { UsageError } from '../errors/usage.ts'
import { paint, text } from '../output/text.ts'
import { codeOf } from '../runs/code.ts'
import { filesIn } from '../runs/history-files.ts'
import type { CommandModule } from './command.ts'
import type { Given } from './given.ts'

/** How many calls a second look for executions that need attention, and how many calls a minute are made, at another SWF than Amazon's. */
const elsewhere = { attentionCalls: 200, callBudget: 30_000 }

/** Shows executions in a page, until Ctrl-C. With files, no SWF is asked. */
export const run: CommandModule['run'] = async (context, given) => {
  const settings = await context.settings()
  const files = filesIn(given.arguments)
  const port = given.whole('port', 0, 65_535)
  const host = given.text('host')
  const code = await codeOf(context)
  const running = await startConsole({
    ...(await partsOf(context, given, settings, files)),
    serializer: await context.serializer(),
    pipeline: await context.pipeline(),
    code,
    files,
    port,
    ...(host === undefined ? {} : { host }),
    readOnly: given.flag('read-only'),
    onError: error =>
      context.notes.line(text`${paint.red('error:')} ${String((error as Error).stack ?? error)}`),
  })
  context.onClose(() => running.close())
  context.out.line(text`The console is on ${paint.bold(running.url)}`)
  context.notes.line(paint.dim('Ctrl-C ends it'))
  if (given.flag('open') && process.stdout.isTTY) context.onClose(openPage(running.url))
  await untilAborted(context.interrupted)
}

/** SWF, unless files are shown. */
async function partsOf(
  context: CommandContext,
  given: Given,
  { endpoint, region, domain }: Settings,
  files: readonly string[],
) {
  if (files.length > 0) {
    if (given.flag('test-clock')) throw new UsageError('--test-clock is about an SWF, and files are shown')
    return { domain }
  }
  const local = given.flag('test-clock') ? await remoteControls(endpoint) : undefined
  return {
    domain: await context.domain(),
    swf: await context.swf(),
    place:
      endpoint === undefined ? `Amazon SWF${region === undefined ? '' : ` ${region}`}` : `SWF on ${endpoint}`,
    local,
    ...(endpoint === undefined ? {} : elsewhere),
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
