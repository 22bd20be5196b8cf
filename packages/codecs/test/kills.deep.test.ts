import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { awsSwf, createClient, retrying } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { startLocalSwf } from '../../../examples/start/processes.ts'
import { approved, keyIds, order, pipelineOf, secret } from './kills/program.ts'

/** How long it runs. The whole test takes some seconds more. */
const seconds = Number(process.env['REYIELD_SECONDS'] ?? 600)
const script = fileURLToPath(new URL('kills/process.ts', import.meta.url))
/** How many executions are open at a time. */
const open = 6

it(
  'workers and the local SWF that are killed all the time lose no payload, leave none that can be read, and their heap does not grow',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-kills-'))
    const payloads = join(folder, 'payloads')
    mkdirSync(join(folder, 'logs'))
    const db = join(folder, 'swf.sqlite')
    let local = await startLocalSwf(db)
    const { url } = local
    let started = 0
    /** Each process encrypts with another key than the one before. */
    const startWorker = async (): Promise<ChildProcess> => {
      const current = keyIds[started++ % keyIds.length]!
      const log = openSync(join(folder, 'logs', String(started)), 'w')
      const child = spawn(process.execPath, ['--import', 'tsx', script, url, payloads, current], {
        stdio: ['ignore', log, log, 'ipc'],
      })
      await once(child, 'message')
      return child
    }
    const heapOf = async (child: ChildProcess): Promise<number> => {
      child.send('heap')
      const [{ heap }] = (await once(child, 'message')) as [{ heap: number }]
      return heap
    }
    const metricsOf = async (child: ChildProcess): Promise<string> => {
      child.send('port')
      const [{ port }] = (await once(child, 'message')) as [{ port: number }]
      return (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    }
    const [lasting, ...workers] = await Promise.all([startWorker(), startWorker(), startWorker()])

    const sdk = awsSwf({ endpoint: url })
    const clientOf = (at: number) =>
      createClient({
        swf: retrying(sdk),
        domain: 'shop',
        pipeline: pipelineOf(payloads, keyIds[at % keyIds.length]!),
      })
    const clients = keyIds.map((_, at) => clientOf(at))
    const end = Date.now() + seconds * 1000
    let done = 0
    /** Starts executions one after the other. A client signals that hasn't started them. */
    const work = async (lane: number) => {
      for (let n = 0; n === 0 || Date.now() < end; n++) {
        const [starter, signaler] = [clients[n % clients.length]!, clients[(n + 1) % clients.length]!]
        const workflowId = `order-${lane}-${n}`
        const handle = await starter.start(
          order,
          { card: secret, rounds: 2 },
          { workflowId, ifRunning: 'use', abortSignal: AbortSignal.timeout(120_000) },
        )
        // if the response is lost, the execution may have got the signal and closed before the next try
        await signaler
          .handle(order, { workflowId })
          .signal(approved, secret)
          .catch((error: unknown) => {
            if (!isReyieldError(error, 'EXECUTION_UNKNOWN')) throw error
          })
        const result = await handle.result({ abortSignal: AbortSignal.timeout(120_000) })
        expect(result).toEqual({ card: secret, receipt: true, to: `${secret}'s neighbor` })
        done++
      }
    }
    const heaps: number[] = []
    let kills = 0
    const disturb = async () => {
      for (let n = 0; Date.now() < end; n++) {
        await sleep(Math.min(2500, Math.max(0, end - Date.now())))
        if (n % 5 === 4) {
          local.child.kill('SIGKILL')
          await once(local.child, 'exit')
          local = await startLocalSwf(db, Number(new URL(url).port))
        } else {
          const at = n % workers.length
          workers[at]!.kill('SIGKILL')
          workers[at] = await startWorker()
        }
        kills++
        heaps.push(await heapOf(lasting))
      }
    }
    await Promise.all([disturb(), ...Array.from({ length: open }, (_, lane) => work(lane))])
    const metrics = await metricsOf(lasting)
    for (const child of [lasting, ...workers]) child.kill('SIGKILL')
    sdk.close()
    await local.stop()

    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
    const readable = files.filter(({ parentPath, name }) =>
      readFileSync(join(parentPath, name)).includes('Marzipan'),
    )
    expect(readable.map(({ name }) => name)).toEqual([])
    const logs = readdirSync(join(folder, 'logs')).map(name =>
      readFileSync(join(folder, 'logs', name), 'utf8'),
    )
    for (const code of ['PAYLOAD_', 'SPAN_READABLE', 'KEY_MISSING', 'CODEC_MISSING', 'NON_DETERMINISM'])
      expect(logs.filter(log => log.includes(code))).toEqual([])
    expect(metrics).toMatch(/^reyield_decision_tasks_total\{/m)
    expect(metrics).not.toContain('Marzipan')
    const median = (of: readonly number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)]!
    const quarter = Math.ceil(heaps.length / 4)
    const [early, late] = [median(heaps.slice(quarter, 2 * quarter)), median(heaps.slice(-quarter))]
    console.log({
      seconds,
      done,
      kills,
      stored: files.length,
      megabytes: heaps.map(heap => Math.round(heap / 1e6)).join(' '),
    })
    expect(done).toBeGreaterThan(seconds / 10)
    if (heaps.length >= 20) expect(late).toBeLessThan(early * 1.25 + 5_000_000)
    rmSync(folder, { recursive: true })
  },
  seconds * 1000 + 180_000,
)
