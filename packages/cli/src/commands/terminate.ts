import type { ChildPolicy } from '@reyield/workflow'
import { agoText } from '../output/times.ts'
import { paint, text } from '../output/text.ts'
import { confirm } from '../steering/confirm.ts'
import { handleOf } from '../steering/handle-of.ts'
import { infoOf } from '../steering/info-of.ts'
import { UsageError } from '../errors/usage.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const [id, reason, childPolicy] = [given.argument(0), given.text('reason'), given.text('child-policy')]
  const handle = await handleOf(context, given)
  if (!given.flag('yes')) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) {
      throw new UsageError(
        'To terminate without a terminal, --yes is needed. The workflow is not asked, and cannot clean up',
      )
    }
    const { workflowType: { name = '', version = '' } = {}, startTimestamp } = await infoOf(handle)
    const started = startTimestamp === undefined ? '' : `, started ${agoText(startTimestamp, context.now())}`
    const question = text`Terminate ${paint.bold(id)} (${name}@${version}${started})? It cannot clean up. [y/N] `
    if (!(await confirm(context, question))) {
      context.notes.line(text`${id} was not terminated`)
      return 1
    }
  }
  await handle.terminate({
    ...(reason === undefined ? {} : { reason }),
    ...(childPolicy === undefined ? {} : { childPolicy: childPolicy as ChildPolicy }),
  })
  context.out.line(text`${paint.bold(id)} was terminated`)
  return 0
}
