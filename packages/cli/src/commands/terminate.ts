import type { ChildPolicy } from '@reyield/workflow'
import { checkLength } from '@reyield/data/internal'
import { modeOf } from '../bulk/mode.ts'
import { agoText } from '../output/times.ts'
import { paint, text } from '../output/text.ts'
import { canAsk, confirm } from '../steering/confirm.ts'
import { handleOf } from '../steering/handle-of.ts'
import { infoOf } from '../steering/info-of.ts'
import { UsageError } from '../errors/usage.ts'
import type { CommandModule } from './command.ts'

export const run: CommandModule['run'] = async (context, given) => {
  const takes = { arguments: ['id'], options: ['reason', 'child-policy'], asks: true }
  const mode = modeOf(given, { kind: 'terminate', ...takes })
  const [reason, childPolicy] = [given.text('reason'), given.text('child-policy')]
  const how = {
    ...(reason === undefined ? {} : { reason: checkLength(reason, 'The reason of a termination', 256) }),
    ...(childPolicy === undefined ? {} : { childPolicy: childPolicy as ChildPolicy }),
  }
  if (mode !== undefined) {
    const { runBulk } = await import('../bulk/run-bulk.ts')
    return await runBulk(context, given, mode, 'terminate', () => ({ kind: 'terminate', ...how }))
  }
  const id = given.argument(0)
  const handle = await handleOf(context, given)
  if (!given.flag('yes')) {
    if (!canAsk()) {
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
  await handle.terminate(how)
  if (context.format === 'json') context.out.json({ workflowId: id })
  else context.out.line(text`${paint.bold(id)} was terminated`)
  return 0
}
