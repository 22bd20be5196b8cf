import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { InvalidPipelineError } from '@reyield/data'
import type { PayloadStore } from './store.ts'

/**
 * Stores payloads as files of a folder that all clients and workers share. A file is written under another name first, so that it's there as
 * a whole or not at all.
 *
 * @example
 * ```ts
 * const store = directoryStore('/srv/payloads')
 * ```
 */
export function directoryStore(folder: string): PayloadStore {
  if (typeof folder !== 'string' || folder === '')
    throw new InvalidPipelineError('directoryStore has no folder', 'the path of a folder')
  const root = resolve(folder)
  const fileOf = (key: string): string => {
    const file = join(root, ...key.split('/'))
    if (file.startsWith(root + sep)) return file
    throw new InvalidPipelineError(
      'a key leads out of the folder of directoryStore',
      'a key that offload has made',
    )
  }
  return {
    async put(key, bytes) {
      const file = fileOf(key)
      const parent = dirname(file)
      await mkdir(parent, { recursive: true })
      const unfinished = join(parent, `.${randomUUID()}.part`)
      try {
        const handle = await open(unfinished, 'wx')
        try {
          await handle.writeFile(bytes)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(unfinished, file)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      await syncFolder(parent)
    },
    async get(key) {
      try {
        return await readFile(fileOf(key))
      } catch (error) {
        if ((error as { code?: string }).code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}

/** A new name in a folder survives a loss of power only when the folder is written, too. Windows can't do that, and needn't. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
