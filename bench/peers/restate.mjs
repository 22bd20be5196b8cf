/**
 * Restate: its server is a process of its own, the SDK's endpoint and the client are in this one. With the argument `services` the
 * endpoint too is a process of its own, and a step is a call of another service.
 *
 * It runs in a network namespace with only the loopback interface: the server tries to reach a public host when it starts.
 */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { contend } from '../dist/e2e/contender.js'
import { serve } from './restate-handlers.mjs'
import { versionOf } from './version-of.mjs'

const port = { ingress: 28080, admin: 29070, node: 25122, endpoint: 29080 }
const url = port => `http://127.0.0.1:${port}`
const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-restate-'))
const binary = `node_modules/@restatedev/restate-server-linux-${process.arch}/bin/restate-server`
const server = spawn(
  fileURLToPath(new URL(binary, import.meta.url)),
  ['--base-dir', folder, '--bind-ip', '127.0.0.1', '--bind-port', String(port.node), '--no-logo'],
  {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RESTATE_LOG_FILTER: 'warn,octocrab=off',
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${port.ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${port.admin}`,
      RESTATE_ADVERTISED_HOST: '127.0.0.1',
      RESTATE_LISTEN_MODE: 'tcp',
    },
  },
)
const stop = []

const services = process.argv[2] === 'services'
if (services) {
  const handlers = fork(fileURLToPath(new URL('restate-handlers.mjs', import.meta.url)), [
    'services',
    String(port.endpoint),
  ])
  await once(handlers, 'message')
  stop.push(() => handlers.kill())
} else await serve('run', port.endpoint)

const healthy = async url => {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
while (
  !(await healthy(`${url(port.admin)}/health`)) ||
  !(await healthy(`${url(port.ingress)}/restate/health`))
) {
  await wait(100)
}
const deployed = await fetch(`${url(port.admin)}/deployments`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ uri: url(port.endpoint) }),
})
if (!deployed.ok) throw new Error(await deployed.text())
const pool = new Pool(url(port.ingress), { connections: 128, headersTimeout: 60_000, bodyTimeout: 60_000 })

contend({
  version: `${versionOf('@restatedev/restate-server')}, SDK ${versionOf('@restatedev/restate-sdk')}`,
  async run(workload) {
    const { statusCode, body } = await pool.request({ method: 'POST', path: `/bench/${workload}` })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`${statusCode} ${text}`)
    return JSON.parse(text)
  },
  async close() {
    await pool.close()
    for (const each of stop) each()
    const exited = once(server, 'exit')
    server.kill()
    const late = setTimeout(() => server.kill('SIGKILL'), 8000)
    await exited
    clearTimeout(late)
    rmSync(folder, { recursive: true, force: true })
  },
})
