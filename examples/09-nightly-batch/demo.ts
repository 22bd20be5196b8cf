import { poll, type Demo, type DemoSystem } from '../start/demo.ts'
import { startOrContinue } from '../start/start-or-continue.ts'
import type { Batch, Progress, Report } from './batch.ts'
import { interestBatch, interestPart } from './workflows.ts'

const count = Number(process.env['ACCOUNTS'] ?? 10_000)

/** All accounts, and then those that failed. */
export const demo: Demo = {
  folder: '09-nightly-batch',
  workflows: [interestBatch, interestPart],
  workers: 1,
  async run(system) {
    const night = '2026-11-29'
    const { failed } = await runBatch(system, { night, round: 1, accounts: count, tolerate: count / 100 })
    const accounts = failed.map(({ account }) => account)
    await runBatch(system, { night, round: 2, accounts, tolerate: 0 })
  },
}

/** Runs a batch to its end, and prints how far it is. */
async function runBatch({ client, print }: DemoSystem, batch: Batch): Promise<Report> {
  const workflowId = `interest-${batch.night}-${batch.round}`
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
