/**
 * The workloads for Restate. With `steps` of 'run', a step is a function whose result is journaled (`ctx.run`). With 'services', it's a
 * call of another service. Started as a program, it serves them on the port of its second argument.
 */
import { RestatePromise, endpoint, service } from '@restatedev/restate-sdk'
import { workloads } from '../dist/e2e/workloads.js'

const steps = service({ name: 'steps', handlers: { step: async (_ctx, i) => ({ ok: true, i }) } })

const kinds = {
  run: (ctx, i) => ctx.run(`step ${i}`, async () => ({ ok: true, i })),
  services: (ctx, i) => ctx.serviceClient(steps).step(i),
}

/** Serves the workloads over HTTP on a port. */
export async function serve(kind, port) {
  const step = kinds[kind]
  const serial = n => async ctx => {
    let last
    for (let i = 0; i < n; i++) last = await step(ctx, i)
    return { last, n }
  }
  const parallel = n => async ctx => {
    const results = await RestatePromise.all(Array.from({ length: n }, (_, i) => step(ctx, i)))
    return { last: results.at(-1), n: results.length }
  }
  const handlers = Object.fromEntries(
    Object.entries(workloads).map(([name, n]) => [name, (/^(par|fan)/.test(name) ? parallel : serial)(n)]),
  )
  await endpoint()
    .setLogger(() => {})
    .bind(steps)
    .bind(service({ name: 'bench', handlers }))
    .listen(port)
}

const [, script, kind, port] = process.argv
if (script.endsWith('restate-handlers.mjs')) {
  process.once('disconnect', () => process.exit())
  await serve(kind, Number(port))
  process.send('ready')
}
