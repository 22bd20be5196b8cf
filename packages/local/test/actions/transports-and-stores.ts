import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SWF } from '@aws-sdk/client-swf'
import { createLocalSwf, testClock, type LocalSwf, type TestClock } from '../../src/index.ts'

/** A local SWF as a client sees it: actions by name. SWF errors are errors with the service's name. */
export interface Way extends AsyncDisposable {
  call(action: string, input: object): Promise<object>
  readonly clock: TestClock
}

type Transport = (local: LocalSwf) => Promise<{ swf: object; close(): void }>

const sdk = (config: object) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const swf = new SWF({ region: 'us-east-1', credentials, maxAttempts: 1, ...config })
  return { swf, close: () => swf.destroy() }
}

const transports: readonly [string, Transport][] = [
  ['the AWS SDK over HTTP', async local => sdk({ endpoint: (await local.listen()).url })],
  ['the AWS SDK in this process', async local => sdk({ requestHandler: local.requestHandler() as never })],
  ['the direct transport', async local => ({ swf: local.swf, close: () => undefined })],
]
const stores: readonly [string, () => string][] = [
  ['memory', () => ':memory:'],
  ['a file', () => join(mkdtempSync(join(tmpdir(), 'swf-local-')), 'swf.sqlite')],
]

/** Every transport, combined with every store. */
export const ways = transports.flatMap(([transport, open]) =>
  stores.map(([store, db]) => [transport, store, () => enter(open, db())] as const),
)

async function enter(open: Transport, db: string): Promise<Way> {
  const clock = testClock()
  let runs = 0
  const local = await createLocalSwf({ db, clock, randomId: () => `run+${++runs}/=` })
  const transport = await open(local)
  return {
    clock,
    async call(action, input) {
      const method = `${action[0]!.toLowerCase()}${action.slice(1)}`
      const { $metadata: _, ...output } = await (
        transport.swf as Record<string, (input: object) => Promise<{ $metadata?: unknown }>>
      )[method]!(input)
      return output
    },
    async [Symbol.asyncDispose]() {
      transport.close()
      await local.close()
    },
  }
}
