import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { DevSwf } from './dev-swf.ts'
import type { SavedInput } from './inputs.ts'

/**
 * Starts an execution by `reyield start`, in a process of its own: so the schema of the newest code checks the input. Resolves when that
 * process has ended.
 */
export async function startSaved(
  { url, domain }: Pick<DevSwf, 'url' | 'domain'>,
  { workflow, id, tags, input }: SavedInput,
  config: string,
  onLine: (line: string) => void,
): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      process.argv[1]!,
      'start',
      workflow,
      ...['--endpoint', url, '--domain', domain, '--config', config],
      ...(id === undefined ? [] : ['--id', id]),
      ...tags.flatMap(tag => ['--tag', tag]),
      ...(input === undefined ? [] : ['--input', '-']),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine)
  child.stdin.on('error', () => undefined) // it may end before it has read the input
  child.stdin.end(input === undefined ? '' : JSON.stringify(input))
  await new Promise<void>(resolve => {
    child.on('error', error => {
      onLine(error.message)
      resolve()
    })
    child.on('close', () => resolve())
  })
}
