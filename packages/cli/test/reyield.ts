import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createLocalSwf,
  testClock,
  type LocalSwf,
  type LocalSwfOptions,
  type TestClock,
} from '@reyield/local'
import { runWarm } from './warm.ts'

/** The file of the command, which runs `dist/`. */
export const bin = fileURLToPath(new URL('../bin/reyield.js', import.meta.url))

/** A folder with a configuration, two workflows and an activity. */
export const configured = fileURLToPath(new URL('configured', import.meta.url))

/** How a process of `reyield` ended. */
export interface Ended {
  /** The exit code, or the signal that ended it. */
  readonly code: number | string | null
  readonly out: string
  readonly err: string
}

/** How a process of `reyield` is started. */
export interface ReyieldOptions {
  /** Its folder. Default: an empty one, which has no configuration. */
  readonly cwd?: string
  /** Variables besides PATH and HOME. No variables of this process are passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: string
  /** Receives the process, for instance to send it a signal. */
  readonly onStart?: (child: ChildProcess) => void
  /** Whether it has a process of its own, as also with `input` and `onStart`. Default: it shares one with other commands. */
  readonly fresh?: boolean
}

/** Runs `reyield` with arguments until it ends. */
export const reyield = (args: readonly string[], options: ReyieldOptions = {}): Promise<Ended> =>
  options.fresh === true || options.input !== undefined || options.onStart !== undefined
    ? run(process.execPath, [bin, ...args], options)
    : runWarm(args, { cwd: options.cwd ?? homeFolder(), env: environmentOf(options) })

/** How a process in a pseudo-terminal is started. `keys` is what is typed. */
export interface TerminalOptions extends Omit<ReyieldOptions, 'input'> {
  readonly columns?: number
  readonly keys?: string
}

/**
 * Runs `reyield` in a pseudo-terminal with a number of columns. Both outputs are in `out`, with the terminal's line ends replaced.
 */
export const inTerminal = (args: readonly string[], options: TerminalOptions = {}): Promise<Ended> =>
  lineInTerminal(['reyield', ...args.map(quoted)].join(' '), options)

/** The same for a line as it's typed: `reyield list --type 'my order'`. */
export async function lineInTerminal(
  line: string,
  { columns = 80, keys, ...options }: TerminalOptions = {},
): Promise<Ended> {
  const env = { TERM: 'xterm-256color', SHELL: '/bin/sh', ...options.env }
  const needsOwn = options.fresh === true || keys !== undefined || options.onStart !== undefined
  const words = wordsOf(line)
  const command = line.replace(/^reyield\b/, [process.execPath, bin].map(quoted).join(' '))
  const ended =
    needsOwn || words === undefined
      ? await run('script', ['-qfec', `stty cols ${columns} rows 40 -echo; exec ${command}`, '/dev/null'], {
          ...options,
          input: keys ?? '',
          env,
        })
      : await runWarm(words.slice(1), {
          cwd: options.cwd ?? homeFolder(),
          env: environmentOf({ env }),
          columns,
        })
  return { ...ended, out: ended.out.replaceAll('\r\n', '\n') }
}

/** The words of a line, of which some are quoted; undefined if it takes a shell to read it. */
const wordsOf = (line: string): string[] | undefined =>
  /["|<>$;&\\`]/.test(line.replaceAll(/'[^']*'/g, ''))
    ? undefined
    : [...line.matchAll(/'([^']*)'|([^\s']+)/g)].map(([, quoted, bare]) => quoted ?? bare!)

const quoted = (argument: string) => `'${argument.replaceAll("'", `'\\''`)}'`

/** Text without the colors of a terminal and without the status line. */
export const uncolored = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- escape sequences are control characters
  text.replaceAll(/\r\u001b\[2K[^\r\n]*(?=\r\u001b\[2K)|\r\u001b\[2K|\u001b\[[\d;]*m/g, '')

let home: string | undefined

/** A folder for this test file: its processes have it as HOME and as their folder, unless they get another one. */
export function homeFolder(): string {
  if (home === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'reyield-home-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    home = folder
  }
  return home
}

const environmentOf = ({ env }: ReyieldOptions) => ({
  PATH: process.env['PATH'],
  HOME: homeFolder(),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  ...env,
})

function run(command: string, args: readonly string[], options: ReyieldOptions): Promise<Ended> {
  const { cwd = homeFolder(), input = '', onStart } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: 'pipe',
      env: environmentOf(options),
    })
    const read = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (read.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (read.err += text))
    child.stdin.on('error', () => undefined) // it may end before it has read all
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? signal, ...read }))
    onStart?.(child)
    child.stdin.end(input)
  })
}

/** A local SWF with a test clock that listens, and its registered domain `shop`. */
export interface TestSwf {
  readonly local: LocalSwf
  readonly swf: LocalSwf['swf']
  readonly clock: TestClock
  readonly url: string
  /** Variables that make `reyield` use it. */
  readonly env: { readonly SWF_ENDPOINT: string; readonly SWF_DOMAIN: string }
  close(): Promise<void>
}

/** Starts a local SWF for a test file. Its time begins at 2026-01-01T00:00Z and stands still unless a test advances it. */
export async function startTestSwf(options: LocalSwfOptions = {}): Promise<TestSwf> {
  const clock = testClock({ now: Date.UTC(2026, 0, 1) })
  const local = await createLocalSwf({ clock, ...options })
  await local.swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '7' })
  const { url } = await local.listen()
  const env = { SWF_ENDPOINT: url, SWF_DOMAIN: 'shop' }
  return { local, swf: local.swf, clock, url, env, close: () => local.close() }
}
