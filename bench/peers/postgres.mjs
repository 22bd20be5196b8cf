import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Starts a PostgreSQL server with its default configuration (so each commit is synchronized) in a new folder. PostgreSQL refuses to run
 * as root. If this process is root's, the server runs as the user `postgres`.
 */
export function startPostgres(port, database) {
  const bin = process.env.PG_BIN ?? '/usr/lib/postgresql/15/bin'
  if (!existsSync(`${bin}/initdb`)) throw new Error(`There is no PostgreSQL in ${bin}: set PG_BIN`)
  const folder = mkdtempSync(join(tmpdir(), 'reyield-bench-postgres-'))
  const idOf = flag => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const user = process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const run = (name, args) => execFileSync(`${bin}/${name}`, args, { cwd: folder, stdio: 'ignore', ...user })
  const data = join(folder, 'data')
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'])
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'])
  run('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', database])
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/${database}`,
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'fast', '-w', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
