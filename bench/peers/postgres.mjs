import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Starts a PostgreSQL server with its default configuration (so each commit is synchronized) in a new folder, on a free port. PostgreSQL
 * refuses to run as root. If this process is root's, the server runs as the user `postgres`.
 */
export async function startPostgres(database) {
  const bin = process.env.PG_BIN ?? '/usr/lib/postgresql/15/bin'
  if (!existsSync(`${bin}/initdb`)) throw new Error(`There is no PostgreSQL in ${bin}: set PG_BIN`)
  const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-postgres-'))
  const idOf = flag => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const user = process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, stdio: 'ignore', ...user }
  execFileSync(
    `${bin}/initdb`,
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
    options,
  )
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  const server = spawn(
    `${bin}/postgres`,
    ['-D', data, '-p', port, ...settings.flatMap(setting => ['-c', setting])],
    options,
  )
  process.once('exit', () => server.kill('SIGINT'))
  const isReady = () => {
    try {
      execFileSync(`${bin}/createdb`, ['-h', '127.0.0.1', '-p', port, '-U', 'postgres', database], options)
      return true
    } catch {
      return false
    }
  }
  for (let tries = 0; !isReady(); tries++) {
    if (tries === 100) throw new Error('PostgreSQL does not start')
    await wait(100)
  }
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/${database}`,
    async stop() {
      const exited = once(server, 'exit')
      server.kill('SIGINT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return String(port)
}
