import type { HostedDefinition, HostedSignal, ReplayHost, ReplayHosts } from '@reyield/inspect'

/** What the configured code declares. */
export interface Declared {
  readonly workflows: readonly HostedDefinition[]
  readonly signals: readonly HostedSignal[]
}

const nothing: Declared = { workflows: [], signals: [] }

/** The configured code, which may be replaced. */
export class Code {
  #hosts: ReplayHosts | undefined
  #declared: Promise<Declared> | undefined
  /** Another number for other code. */
  version = 0

  constructor(hosts: ReplayHosts | undefined) {
    this.#hosts = hosts
  }

  get isThere(): boolean {
    return this.#hosts !== undefined
  }

  /** The ids of the builds, of those that have one. */
  get builds(): readonly string[] {
    return (this.#hosts?.all ?? []).flatMap(({ buildId }) => buildId ?? [])
  }

  /** The host of a build, or of the present code. Undefined without code. */
  hostOf(buildId: string | undefined): ReplayHost | undefined {
    return this.#hosts?.of(buildId)
  }

  /** What the present code declares. Nothing if it can't be loaded: pages of executions show why. */
  declared(): Promise<Declared> {
    this.#declared ??= this.#load()
    return this.#declared
  }

  async set(hosts: ReplayHosts | undefined): Promise<void> {
    const before = this.#hosts
    this.#hosts = hosts
    this.#declared = undefined
    this.version++
    await before?.close()
  }

  async close(): Promise<void> {
    await this.#hosts?.close()
  }

  async #load(): Promise<Declared> {
    const host = this.#hosts?.of(undefined)
    if (host === undefined) return nothing
    try {
      const [workflows, signals] = await Promise.all([host.definitions(), host.signals()])
      return { workflows, signals }
    } catch {
      this.#declared = undefined // it's tried again at the next question
      return nothing
    }
  }
}
