import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bin, homeFolder, uncolored } from './reyield.ts'

/** Copies the project of these tests into a folder of its own, where it can be edited. */
export function copyProject(): string {
  const folder = mkdtempSync(join(homeFolder(), 'project-'))
  cpSync(fileURLToPath(new URL('dev-project', import.meta.url)), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'))
  return folder
}

/** The processes that have a text in their command line or in their environment. */
export const processesWith = (text: string): { readonly id: number; readonly line: string }[] =>
  readdirSync('/proc').flatMap(id => {
    try {
      const read = (file: string) => readFileSync(`/proc/${id}/${file}`, 'utf8').replaceAll('\0', ' ')
      const line = read('cmdline')
      return `${line} ${read('environ')}`.includes(text) ? [{ id: Number(id), line }] : []
    } catch {
      return [] // it's gone
    }
  })

/** `reyield dev` in a pseudo-terminal, in the folder of a project that the test edits. */
export class DevSession {
  readonly folder: string
  readonly child: ChildProcess
  /** The exit code. */
  readonly ended: Promise<number | null>
  #output = ''
  #unfinished = ''
  /** Up to here the output was waited for. */
  #read = 0
  #changed: () => void = () => undefined

  /** `command`: what is typed, without its options. Default: the built command of this repository. */
  constructor(folder: string, options: readonly string[] = [], command = `'${process.execPath}' '${bin}'`) {
    this.folder = folder
    const line = `stty cols 160 rows 40; exec ${command} dev ${options.join(' ')}`
    this.child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd: folder,
      stdio: 'pipe',
      env: {
        PATH: process.env['PATH'],
        HOME: homeFolder(),
        TERM: 'xterm-256color',
        SHELL: '/bin/sh',
        TZ: 'UTC',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    })
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const whole = (this.#unfinished + text).replaceAll('\r\n', '\n')
      const end = whole.lastIndexOf('\n') + 1 // what a line says while something runs is a part of the line that comes after it
      this.#output += uncolored(whole.slice(0, end))
      this.#unfinished = whole.slice(end)
      this.#changed()
    })
    this.ended = new Promise(resolve =>
      this.child.on('close', code => {
        resolve(code)
        this.#changed()
      }),
    )
  }

  /** Everything that was printed. */
  get output(): string {
    return this.#output
  }

  /** Waits until a text was printed after those that were waited for before. Returns what was printed up to its end. */
  async until(text: string): Promise<string> {
    for (;;) {
      const at = this.#output.indexOf(text, this.#read)
      if (at >= 0) {
        const seen = this.#output.slice(this.#read, at + text.length)
        this.#read = at + text.length
        return seen
      }
      if (this.child.exitCode !== null)
        throw new Error(`It ended before it printed '${text}':\n${this.#output}`)
      const more = new Promise<void>(resolve => (this.#changed = resolve))
      await Promise.race([more, this.#deadline(text)])
    }
  }

  type(keys: string): void {
    this.child.stdin!.write(keys)
  }

  /** Replaces a text in a file of the project. */
  edit(file: string, from: string, to: string): void {
    const path = join(this.folder, file)
    const before = readFileSync(path, 'utf8')
    if (!before.includes(from)) throw new Error(`${file} doesn't contain '${from}'`)
    writeFileSync(
      path,
      before.replace(from, () => to),
    )
  }

  async quit(): Promise<number | null> {
    this.type('q')
    return await this.ended
  }

  async #deadline(text: string): Promise<never> {
    await new Promise(resolve => setTimeout(resolve, 60_000).unref())
    throw new Error(`It hasn't printed '${text}' within a minute:\n${this.#output.slice(this.#read)}`)
  }
}
