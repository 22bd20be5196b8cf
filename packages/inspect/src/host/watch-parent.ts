import { Worker } from 'node:worker_threads'

/** Code of the thread: plain JavaScript, since it runs without any loader. */
const source = `
  const { workerData } = require('node:worker_threads')
  setInterval(() => {
    if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL')
  }, 200)
`

/** Ends this process when its parent has died, also while a workflow blocks the main thread. */
export function watchParent(parent: number): void {
  new Worker(source, { eval: true, execArgv: [], env: {}, workerData: parent }).unref()
}
