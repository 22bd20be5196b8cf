import type { CommandRow } from './command.ts'

/** The commands for those who write workflows. */
export const developingRows: readonly CommandRow[] = [
  {
    name: 'dev',
    summary: 'Run a local SWF and the workers, and restart them when code changes',
    details:
      'Events are printed, one a line. Before a restart, open executions are replayed with the new code: what does not fit is shown. ' +
      'Keys: s starts an execution with a saved input, f skips the clock to the next event, r restarts, q quits.',
    options: [
      { syntax: '--db <file>', description: 'the database of the local SWF; default: nothing is kept' },
      { syntax: '--port <n>', description: 'the port of the local SWF; default: 4577, or a free one' },
      { syntax: '--payloads', description: 'also print inputs and results' },
      {
        syntax: '--no-console',
        description: 'do not start the console, which shows the executions in a web page',
      },
    ],
    offline: true,
    examples: ['', '--db dev.sqlite'],
    load: () => import('./dev.ts'),
  },
]
