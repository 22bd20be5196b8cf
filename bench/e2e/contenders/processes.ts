/** Reyield in three processes: this one is the client. It starts a local SWF with its log in a file, and a worker, over HTTP. */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connect } from '@reyield/client'
import { contend } from '../contender.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { ownVersion } from '../versions.ts'
import { domain, workflows } from './workflows.ts'

const folder = temporaryFolder()
const bin = fileURLToPath(import.meta.resolve('@reyield/local/bin/swf-local.js'))
const server = spawn(process.execPath, [bin, '--port', '0', '--db', folder.file('swf.sqlite')], {
  stdio: ['ignore', 'pipe', 'inherit', 'ipc'], // it ends when this process does
})
const [line] = (await once(server.stdout!, 'data')) as [Buffer]
const endpoint = /http\S+/.exec(String(line))![0]
const client = connect({ endpoint, domain })
await client.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), [endpoint])
await once(worker, 'message')

contend({
  version: ownVersion(),
  async run(workload) {
    const handle = await client.start(workflows[workload])
    return handle.result()
  },
  async close() {
    for (const child of [worker, server]) {
      const exited = once(child, 'exit')
      child.kill()
      await exited
    }
    folder.remove()
  },
})
