import { createClient, type Client } from '@reyield/client'
import {
  createLocalSwf,
  skippableClock,
  type CommittedEvents,
  type LocalSwf,
  type SkippableClock,
} from '@reyield/local'
import type { CoderOf } from '@reyield/inspect/internal'
import { coderOf } from '../context/codec.ts'
import type { CommandContext } from '../context/context.ts'

/** How long a poll waits, in seconds. Short, because a worker that stops waits for its polls. */
const pollSeconds = 1

/** The port of `swf-local`, which is used if it's free. */
export const usualPort = 4577

/** The local SWF of a session. */
export interface DevSwf {
  readonly local: LocalSwf
  readonly clock: SkippableClock
  readonly url: string
  /** Whether the usual port was in use, so that another one was chosen. */
  readonly isElsewhere: boolean
  readonly domain: string
  readonly client: Client
  readonly coder: CoderOf
}

/** What a local SWF is opened with. */
export interface DevSwfOptions {
  readonly db: string
  /** Undefined: the usual one, or a free one. */
  readonly port: number | undefined
  readonly domain: string
  readonly region: string | undefined
  readonly onEvents: (committed: CommittedEvents) => void
  readonly onFatal: (error: unknown) => void
}

/**
 * Opens a local SWF that other processes can reach, with its domain.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED, DB_UNWRITABLE, PORT_IN_USE
 */
export async function openDevSwf(context: CommandContext, options: DevSwfOptions): Promise<DevSwf> {
  const { domain, region, db, onEvents, onFatal } = options
  const [serializer, pipeline] = await Promise.all([context.serializer(), context.pipeline()])
  const clock = skippableClock()
  const local = await createLocalSwf({
    db,
    clock,
    pollSeconds,
    onEvents,
    onFatal,
    onWarning: ({ code, message }) => context.notes.line(`${code}: ${message}`),
    ...(region === undefined ? {} : { region }),
  })
  context.onClose(() => local.close())
  const { url, isElsewhere } = await listen(local, options.port)
  await registerDomain(local, domain)
  const client = createClient({ swf: local.swf, domain, serializer, pipeline })
  const coder = await coderOf(pipeline, () => Promise.resolve(domain))
  return { local, clock, url, isElsewhere, domain, client, coder }
}

async function listen(local: LocalSwf, port: number | undefined) {
  try {
    const { url } = await local.listen({ port: port ?? usualPort })
    return { url, isElsewhere: false }
  } catch (error) {
    if (port !== undefined || (error as { code?: string }).code !== 'PORT_IN_USE') throw error
    const { url } = await local.listen()
    return { url, isElsewhere: true }
  }
}

async function registerDomain({ swf }: LocalSwf, name: string): Promise<void> {
  try {
    await swf.registerDomain({ name, workflowExecutionRetentionPeriodInDays: '7' })
  } catch (error) {
    if ((error as Error).name !== 'DomainAlreadyExistsFault') throw error
  }
}
