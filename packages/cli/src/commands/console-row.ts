import type { CommandRow } from './command.ts'

/** The command that shows executions in a page. */
export const consoleRow: CommandRow = {
  name: 'console',
  summary: 'Show executions in a web page: timelines, source code, every moment',
  details:
    'The page is on this machine only, unless --host says otherwise. Its address has a token that changes need. ' +
    'With files of recorded histories, these are shown and SWF is not asked.',
  arguments: [{ syntax: '[file...]', description: 'files of recorded histories, or folders with them' }],
  options: [
    { syntax: '--port <n>', description: 'the port of the page; default: 4580, or a free one' },
    {
      syntax: '--host <address>',
      description: 'the address to listen on; reading then needs the token, too',
      default: '127.0.0.1',
    },
    { syntax: '--read-only', description: 'allow no change' },
    { syntax: '--no-open', description: 'do not open a browser' },
    {
      syntax: '--test-clock',
      description: 'steer the clock and the faults of a swf-local --test-clock at the endpoint',
    },
  ],
  examples: ['', '--endpoint http://127.0.0.1:4577 --domain shop', 'incident.json'],
  load: () => import('./console.ts'),
}
