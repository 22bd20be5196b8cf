import { firstOpen, poll, type Demo, type DemoSystem } from '../start/demo.ts'
import { startOrContinue } from '../start/start-or-continue.ts'
import type { Batch, Night, Progress, Report } from './batch.ts'
import { interestBatch, interestPart } from './workflows.ts'

const count = Number(process.env['ACCOUNTS'] ?? 10_000)

/** All accounts, and then those that failed. */
export const demo: Demo = {
  folder: '09-nightly-batch',
  workflows: [interestBatch, interestPart],
  workers: 1,
  async run(system) {
    const first = { night: '2026-11-29', round: 1, accounts: count, tolerate: count / 100 }
    const second = { ...first, round: 2, tolerate: 0 }
    const isSecondOpen = (await firstOpen(system.client, [first, second].map(idOf))) === 1
    const failed = isSecondOpen ? [] : (await runBatch(system, first)).failed
    await runBatch(system, { ...second, accounts: failed.map(({ account }) => account) })
  },
}

const idOf = ({ night, round }: Night) => `interest-${night}-${round}`

/** Runs a batch to its end, and prints how far it is. */
async function runBatch({ client, print }: DemoSystem, batch: Batch): Promise<Report> {
  const workflowId = idOf(batch)
  const { handle, isNew } = await startOrContinue(client, interestBatch, workflowId, options =>
    client.start(interestBatch, batch, options),
  )
  print(`\n${workflowId}: ${isNew ? 'started' : 'continues'}`)
  let shown = 0
  await poll(async () => {
    const { status } = await handle.status<Progress>()
    if (status === undefined) return
    const tenths = Math.floor((10 * (status.done + status.failed)) / status.of)
    if (tenths > shown)
      print(`  ${'■'.repeat(tenths)}${'□'.repeat(10 - tenths)} ${status.done + status.failed}/${status.of}`)
    shown = tenths
    return (await handle.describe()).executionInfo?.executionStatus === 'CLOSED' ? true : undefined
  }, 200)
  const report = await handle.result()
  print(`  ${report.done} accounts got their interest, ${report.failed.length} failed`)
  for (const { reason } of report.failed.slice(0, 3)) print(`  ${reason}`)
  if (report.failed.length > 3) print(`  …`)
  return report
}
