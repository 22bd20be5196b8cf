import { setTimeout as sleep } from 'node:timers/promises'
import { awsSwf, register, retrying, swfMethods, type Swf } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { afterEach, describe, expect, it } from 'vitest'
import { startConsole, type RunningConsole } from '../../src/index.ts'
import { Rig, domain, openRig, startOrder } from './rig.ts'

const opened: { close(): Promise<unknown> | void }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

interface Said {
  readonly id: string
  readonly event: string
  readonly data: unknown
}

/** A page: what the stream of events says to it. */
class Page {
  readonly said: Said[] = []
  readonly #ending = new AbortController()
  readonly ended: Promise<void>

  constructor(console: RunningConsole, query = '', lastId?: string) {
    this.ended = this.#read(`${console.address}api/events${query}`, lastId)
    opened.push(this)
  }

  close(): void {
    this.#ending.abort()
  }

  /** The data of the first event of a name that fits. */
  async got<T>(event: string, fits: (data: T) => boolean = () => true): Promise<T> {
    for (;;) {
      const found = this.said.find(each => each.event === event && fits(each.data as T))
      if (found !== undefined) return found.data as T
      await sleep(5)
    }
  }

  async #read(url: string, lastId: string | undefined): Promise<void> {
    try {
      const response = await fetch(url, {
        signal: this.#ending.signal,
        headers: lastId === undefined ? {} : { 'last-event-id': lastId },
      })
      let rest = ''
      for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
        const events = (rest + part).split('\n\n')
        rest = events.pop()!
        for (const text of events) {
          const [, id, event, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/s.exec(text) ?? []
          if (id !== undefined) this.said.push({ id, event: event!, data: JSON.parse(data!) })
        }
      }
    } catch {
      // it was closed
    }
  }
}

const open = async (...of: Parameters<typeof openRig>) => {
  const rig = await openRig(...of)
  opened.push(rig)
  return rig
}
type Changed = { readonly changed?: readonly { readonly workflowId: string }[] }
const changes = (id: string) => (data: Changed) =>
  data.changed?.some(({ workflowId }) => workflowId === id) === true

describe('a local SWF of this process', () => {
  it('tells each page what has changed, several commits together', async () => {
    const rig = await open()
    const pages = [new Page(rig.console), new Page(rig.console)]
    await Promise.all(pages.map(page => page.got('attention')))
    await Promise.all([startOrder(rig, 'a'), startOrder(rig, 'b')])
    for (const page of pages) {
      await page.got('executions', changes('a'))
      expect(page.said.filter(({ event }) => event === 'executions')).toMatchObject([
        { data: { changed: [{ workflowId: 'a' }, { workflowId: 'b' }] } },
      ])
    }
    const [one, other] = pages.map(({ said }) => said.filter(({ event }) => event === 'executions'))
    expect(one).toEqual(other)
  })

  it('tells a page that was away what it has missed, and one that missed more to load again', async () => {
    const rig = await open()
    const first = new Page(rig.console)
    await first.got('attention')
    first.close()
    const { id } = first.said.at(-1)!
    await startOrder(rig, 'a')
    await new Page(rig.console).got('attention')
    await sleep(150) // the changes of a commit are collected for a moment
    const second = new Page(rig.console, '', id)
    await second.got('executions', changes('a'))
    expect(second.said.some(({ event }) => event === 'reload')).toBe(false)
    await new Page(rig.console, '', '1').got('reload')
    await new Page(rig.console, '', String(Number(id) * 2)).got('reload')
  })

  it('answers although the code takes long to load, and tells when it is there', async () => {
    let load: (workflows: readonly never[]) => void = () => undefined
    const definitions = new Promise<readonly never[]>(resolve => (load = resolve))
    const host = {
      definitions: () => definitions,
      signals: () => Promise.resolve([{ name: 'paid' }]),
    } as never
    const rig = await open({ code: { of: () => host, all: [], close: () => Promise.resolve() } })
    const page = new Page(rig.console)
    expect(await rig.get('/api/session')).toMatchObject({ hasCode: true, signals: [] })
    load([])
    await page.got('reload')
    expect(await rig.get('/api/session')).toMatchObject({ signals: [{ name: 'paid' }] })
  })

  it('ends the streams with the server', async () => {
    const rig = await open()
    const page = new Page(rig.console)
    await page.got('attention')
    await rig.console.close()
    await page.ended
  })
})

/** A console that knows SWF only by its lists, as Amazon's, and a port that can be away. */
async function openRemote() {
  const local = await createLocalSwf({ pollSeconds: 0 })
  opened.push(local)
  await register(local.swf, { domain, workflows: [] })
  await local.swf.registerWorkflowType({
    domain,
    name: 'order',
    version: '1.0',
    defaultTaskList: { name: 'orders' },
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '3600',
    defaultChildPolicy: 'TERMINATE',
  })
  const { url } = await local.listen()
  const port = awsSwf({ endpoint: url })
  opened.push(port)
  const calls: string[] = []
  const state = { isAway: false }
  const away = () =>
    Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
  const flaky = Object.fromEntries(
    swfMethods.map(method => [
      method,
      (input: never, options: never) => {
        calls.push(method)
        return state.isAway
          ? away()
          : (port[method] as (...of: unknown[]) => Promise<unknown>)(input, options)
      },
    ]),
  ) as unknown as Swf
  const swf = retrying({ ...flaky, endpoint: url }, { timeout: 0 })
  const console = await startConsole({ swf, domain, port: 0, watchEvery: 50, retryFor: 100 })
  opened.push(console)
  return { local, console, calls, state, rig: new Rig(local, undefined as never, console) }
}

it('of another SWF, lists are read only while somebody looks, and each history once', async () => {
  const { rig, calls, local } = await openRemote()
  const run = await startOrder(rig, 'a')
  await sleep(50)
  expect(calls).toEqual([])
  const page = new Page(rig.console, `?run=${encodeURIComponent(`a/${encodeURIComponent(run.runId)}`)}`)
  await page.got('executions', ({ changed }: Changed) => changed === undefined) // the lists were read
  await page.got('attention', ({ complete }: { complete: boolean }) => complete)
  await startOrder(rig, 'b')
  await local.swf.signalWorkflowExecution({ domain, workflowId: 'a', signalName: 'paid' })
  await page.got('executions', changes('a'))
  await page.got('executions', changes('b'))
  page.close()
  await sleep(300)
  const quiet = calls.length
  await sleep(150)
  expect(calls.length).toBe(quiet)
  const { lastEventId } = await rig.get<{ lastEventId: number }>('/api/executions/a/latest')
  expect(lastEventId).toBe(3)
  const before = calls.length
  await rig.get(`/api/executions/a/${encodeURIComponent(run.runId)}/lines`)
  await rig.get(`/api/executions/a/${encodeURIComponent(run.runId)}/events/1`)
  expect(calls.slice(before)).toEqual([])
})

it('says that SWF is away, and that it is back', async () => {
  const { rig, state } = await openRemote()
  await startOrder(rig, 'a')
  const page = new Page(rig.console)
  await page.got('service', ({ reachable }: { reachable: boolean }) => reachable)
  state.isAway = true
  const error = await rig.get('/api/executions?text=x')
  expect(error).toMatchObject({ status: 503 })
  expect(await page.got('service', ({ reachable }: { reachable: boolean }) => !reachable)).toMatchObject({
    reachable: false,
  })
  state.isAway = false
  expect(await rig.get('/api/executions?text=a')).toMatchObject({ executions: [{ workflowId: 'a' }] })
  const said = page.said.flatMap(({ event, data }) =>
    event === 'service' ? [(data as { reachable: boolean }).reachable] : [],
  )
  expect(said.filter((reachable, at) => reachable !== said[at - 1])).toEqual([true, false, true])
})
