// A process that starts and signals executions with inputs of 30 kB as fast as it can, and writes to a file what was acknowledged.
import { openSync, writeSync } from 'node:fs'
import { createLocalSwf } from '../../dist/index.js'

const [db, noteFile, name] = process.argv.slice(2)
const notes = openSync(noteFile, 'a')
const local = await createLocalSwf({ db, onFatal: () => {} })
const { swf } = local
const domain = 'd'
const workflowType = { name: 'order', version: '1' }
const padding = 'x'.repeat(30_000)

/** Registers a domain or type, unless it's already registered. */
async function register(work) {
  await work.catch(error => {
    if (!/AlreadyExists/.test(error.name)) throw error
  })
}

let last = 0
async function loop() {
  for (;;) {
    const workflowId = `${name}-${++last}`
    const input = `${workflowId} ${padding}`
    await swf.startWorkflowExecution({
      domain,
      workflowId,
      workflowType,
      input,
      taskList: { name: 'orders' },
      executionStartToCloseTimeout: '86400',
      taskStartToCloseTimeout: 'NONE',
      childPolicy: 'TERMINATE',
    })
    writeSync(notes, `start ${workflowId}\n`)
    await swf.signalWorkflowExecution({ domain, workflowId, signalName: 'go', input })
    writeSync(notes, `signal ${workflowId}\n`)
  }
}

process.on('disconnect', () => process.exit())
process.on('message', () => void local.close().then(() => process.exit()))
try {
  await register(swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' }))
  await register(swf.registerWorkflowType({ domain, ...workflowType }))
  process.send('ready')
  await Promise.all([loop(), loop(), loop(), loop(), loop(), loop()])
} catch {
  process.send('refused') // the log can't be written: nothing is acknowledged any longer
}
