/**
 * The program of a thread that runs activities. Its module is loaded with the first request, and it works on one request at a time.
 *
 * @module
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { movedError } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { catchUncaught } from '../../uncaught/owners.ts'
import type { FromThread, Request, ThreadData, ToThread } from '../messages.ts'
import { loadSerializer } from '../serializer-module.ts'
import { RunningCall } from './call.ts'
import { exportedFunction } from './exported.ts'

const port = parentPort!
const { module, serializer, sent } = workerData as ThreadData
const sentSoFar = new Int32Array(sent)
let received = 0
let last: { readonly job: number; readonly call: RunningCall } | undefined

const post = (message: FromThread) => port.postMessage(message)

function receive(message: ToThread): void {
  received = (received + 1) | 0
  if (message.kind === 'abort' || message.kind === 'beaten') {
    if (message.job === last?.job) last.call.receive(message)
  } else void work(message)
}

/** Receives at once what the main thread has sent. */
function poll(): void {
  while (Atomics.load(sentSoFar, 0) !== received) {
    const next = receiveMessageOnPort(port)
    if (next === undefined) return
    receive(next.message as ToThread)
  }
}

async function work(request: Request): Promise<void> {
  const { job, names } = request
  if (request.kind === 'call') last = { job, call: new RunningCall(request, post) }
  let loaded: Readonly<Record<string, unknown>>
  let written: Serializer | undefined
  try {
    written = serializer === undefined ? undefined : await loadSerializer(serializer)
    loaded = (await import(module)) as typeof loaded
  } catch (error) {
    return post({ kind: 'unusable', job, problem: "can't be loaded", error: movedError(error) })
  }
  const found = exportedFunction(loaded, names)
  if ('problem' in found) post({ kind: 'unusable', job, problem: found.problem })
  else if (request.kind === 'look') post({ kind: 'returned', job, value: { clone: undefined } })
  else await last!.call.run(found.fn, written, poll)
}

catchUncaught()
port.on('message', receive)
