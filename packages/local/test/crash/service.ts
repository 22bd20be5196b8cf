import { startServer } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'

/** The connection was lost: nobody knows whether the request was carried out. */
export class Lost extends Error {}

/** SWF said no. */
export class Refused extends Error {}

/** A `swf-local` on a file that is killed and started again; its clients only see connections break. */
export class Service {
  private readonly file: string
  private process: Promise<ServerProcess>
  /** How many requests were answered. */
  answered = 0
  private waiting: { readonly count: number; readonly resolve: () => void } | undefined

  constructor(file: string) {
    this.file = file
    this.process = startServer('--db', file, '--poll-seconds', '1')
  }

  async call<T = Record<string, never>>(action: string, input: object): Promise<T> {
    const { url } = await this.process
    let status: number
    let text: string
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'X-Amz-Target': `SimpleWorkflowService.${action}` },
        body: JSON.stringify(input),
      })
      status = response.status
      text = await response.text()
    } catch (error) {
      throw new Lost(action, { cause: error })
    }
    this.answered++
    if (this.waiting !== undefined && this.answered >= this.waiting.count) this.waiting.resolve()
    if (status === 200) return (text === '' ? {} : JSON.parse(text)) as T
    throw new Refused(`${action}: ${text}`)
  }

  /** Waits until so many more requests have been answered. */
  afterAnswers(count: number): Promise<void> {
    return new Promise(resolve => {
      this.waiting = { count: this.answered + count, resolve }
    })
  }

  async kill(): Promise<void> {
    await (await this.process).stop('SIGKILL')
  }

  /** Kills it and starts another one on the same file. */
  async replace(): Promise<void> {
    const old = await this.process
    // requests wait for the next one from here on
    this.process = old.stop('SIGKILL').then(() => startServer('--db', this.file, '--poll-seconds', '1'))
    await this.process
  }
}
