import { execFileSync } from 'node:child_process'
import { chmodSync, linkSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { createLocalSwf } from '../src/index.ts'
import { killAll, runToEnd, startServer } from './server-process.ts'

afterEach(killAll)

const newFile = () => join(mkdtempSync(join(tmpdir(), 'swf-local-')), 'swf.sqlite')
const domain = (name: string) => ({ name, workflowExecutionRetentionPeriodInDays: '1' })
const link = (target: string, path: string) => {
  symlinkSync(target, path)
  return path
}

/** The ways in which a second server opens the file of the first one. */
const ways: [string, (path: string) => string][] = [
  ['by a symbolic link', path => link(path, `${path}.link`)],
  ['by a link to its folder', path => join(link(dirname(path), `${dirname(path)}.link`), 'swf.sqlite')],
  [
    'by a hard link',
    path => {
      linkSync(path, `${path}.hard`)
      return `${path}.hard`
    },
  ],
  [
    'after its lock file was removed',
    path => {
      rmSync(`${path}-lock`)
      return path
    },
  ],
]

test('a second process is refused by whatever name it opens the file (DB_LOCKED), and the first one continues', async () => {
  const db = newFile()
  const first = await startServer('--db', db)
  await first.swf.registerDomain(domain('a'))
  const { code, err } = await runToEnd('--port', '0', '--db', db)
  expect([code, err.split(':')[0]]).toEqual([1, 'DB_LOCKED'])
  for (const [way, other] of ways) {
    await expect(createLocalSwf({ db: other(db) }), way).rejects.toMatchObject({ code: 'DB_LOCKED' })
  }
  await first.swf.registerDomain(domain('b'))
  await first.stop('SIGKILL')
  const again = await createLocalSwf({ db })
  const { domainInfos } = await again.swf.listDomains({ registrationStatus: 'REGISTERED' })
  expect(domainInfos!.map(({ name }) => name)).toEqual(['a', 'b'])
  await again.close()
})

test('a file that a first process created through a dangling link is refused by its own name (DB_LOCKED)', async () => {
  const db = newFile()
  const first = await startServer('--db', link(db, `${db}.link`))
  const { code, err } = await runToEnd('--port', '0', '--db', db)
  expect([code, err.split(':')[0]]).toEqual([1, 'DB_LOCKED'])
  await first.stop()
})

/** The error code when another thread of this process opens the file. */
async function refusedInThread(db: string): Promise<unknown> {
  const source = `
    import { parentPort, workerData } from 'node:worker_threads'
    const { createLocalSwf } = await import(workerData.local)
    await createLocalSwf({ db: workerData.db }).then(
      local => local.close().then(() => parentPort.postMessage('opened')),
      error => parentPort.postMessage(error.code),
    )`
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    workerData: { db, local: new URL('../dist/index.js', import.meta.url).href },
  })
  const answer = await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  await worker.terminate()
  return answer
}

test('a second server in the same process is refused by a hard link, and releases no lock of the first one', async () => {
  const db = newFile()
  const first = await createLocalSwf({ db })
  await first.swf.registerDomain(domain('a'))
  const hard = `${db}.hard`
  linkSync(db, hard)
  await expect(createLocalSwf({ db: hard })).rejects.toMatchObject({ code: 'DB_LOCKED' })
  expect(await refusedInThread(hard)).toBe('DB_LOCKED')
  expect(await refusedInThread(db)).toBe('DB_LOCKED')
  // another process could open the file if the refusals had closed it in this one
  const { code, err } = await runToEnd('--port', '0', '--db', hard)
  expect([code, err.split(':')[0]]).toEqual([1, 'DB_LOCKED'])
  await first.close()
  expect(await refusedInThread(hard)).toBe('opened')
})

const isRoot = process.getuid?.() === 0

/** Makes the files in a folder read-only for this process. Permissions don't affect root. */
function readOnly(folder: string, files: string[]): () => void {
  if (!isRoot) {
    for (const file of [...files, folder]) chmodSync(file, file === folder ? 0o555 : 0o444)
    return () => chmodSync(folder, 0o755)
  }
  execFileSync('mount', ['--bind', folder, folder])
  execFileSync('mount', ['-o', 'remount,ro,bind', folder])
  return () => void execFileSync('umount', ['--lazy', folder])
}

function mayMakeReadOnly(): boolean {
  try {
    readOnly(mkdtempSync(join(tmpdir(), 'swf-local-')), [])()
    return true
  } catch {
    return false
  }
}

/** A database whose server was killed, or was closed. */
async function served(how: 'SIGKILL' | 'SIGTERM'): Promise<string> {
  const db = newFile()
  const server = await startServer('--db', db)
  await server.swf.registerDomain(domain('a'))
  await server.stop(how)
  return db
}

test.skipIf(!mayMakeReadOnly()).each(['SIGKILL', 'SIGTERM'] as const)(
  'a server doesn’t start on a file that can only be read (DB_UNWRITABLE), after %s',
  async how => {
    const db = await served(how)
    const makeWritable = readOnly(dirname(db), [db])
    try {
      await expect(createLocalSwf({ db })).rejects.toMatchObject({ code: 'DB_UNWRITABLE' })
    } finally {
      makeWritable()
    }
    if (!isRoot) chmodSync(db, 0o644)
    const again = await createLocalSwf({ db })
    expect((await again.swf.describeDomain({ name: 'a' })).domainInfo!.status).toBe('REGISTERED')
    await again.close()
  },
)

test.skipIf(!isRoot).each(['', '-wal', '-lock'])(
  'a server of another user doesn’t start if it may not write swf.sqlite%s (DB_UNWRITABLE)',
  async end => {
    const db = await served('SIGKILL')
    chmodSync(dirname(db), 0o777)
    for (const other of ['', '-wal', '-shm', '-lock'].filter(other => other !== end)) {
      chmodSync(`${db}${other}`, 0o666)
    }
    chmodSync(`${db}${end}`, 0o644)
    // file permissions depend on the effective user
    const unprivileged = 65_534
    process.seteuid!(unprivileged)
    try {
      await expect(createLocalSwf({ db })).rejects.toMatchObject({ code: 'DB_UNWRITABLE' })
    } finally {
      process.seteuid!(0)
    }
    const again = await startServer('--db', db)
    await again.stop()
  },
)
