import { startServerIn } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'

/** The connection was lost, or the log can't be written, so it's unknown whether the request took effect. */
export class Lost extends Error {}

/** SWF refused the request. */
export class Refused extends Error {}

/** A `swf-local` with a file that can be killed and started again. Its clients only notice broken connections. */
export class Service {
  private readonly file: string
  private readonly environment: Readonly<Record<string, string>>
  private process: Promise<ServerProcess>
  /** The number of requests that got a response. */
  answered = 0
  private waiting: { readonly count: number; readonly resolve: () => void } | undefined

  constructor(file: string, environment: Readonly<Record<string, string>> = {}) {
    this.file = file
    this.environment = environment
    this.process = this.start()
  }

  /** The current process. */
  get serving(): Promise<ServerProcess> {
    return this.process
  }

  private start(): Promise<ServerProcess> {
    return startServerIn(this.environment, '--db', this.file, '--poll-seconds', '1')
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
    if (status >= 500) throw new Lost(`${action}: ${text}`)
    if (status === 200) return (text === '' ? {} : JSON.parse(text)) as T
    throw new Refused(`${action}: ${text}`)
  }

  /** Waits until this number of further requests have got a response. */
  afterAnswers(count: number): Promise<void> {
    return new Promise(resolve => {
      this.waiting = { count: this.answered + count, resolve }
    })
  }

  async kill(): Promise<void> {
    await (await this.process).stop('SIGKILL')
  }

  /** Kills the process and starts another one with the same file. `between` is called while there is none. */
  async replace(between = () => {}): Promise<void> {
    const old = await this.process
    // from now on, requests wait for the next process
    this.process = old.stop('SIGKILL').then(() => {
      between()
      return this.start()
    })
    await this.process
  }
}
