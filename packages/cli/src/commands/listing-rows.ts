import type { CommandRow, OptionRow } from './command.ts'

/** The options by which executions are chosen, for `askedOf`. `byDefault`: when `--open` needn't be given. */
export const filtersOf = (byDefault: string): readonly OptionRow[] => [
  { syntax: '--open', description: `open executions${byDefault}`, conflicts: ['closed'] },
  { syntax: '--closed', description: 'closed executions that SWF still keeps' },
  { syntax: '--type <name>', description: 'only those of a type: NAME or NAME@VERSION' },
  { syntax: '--tag <tag>', description: 'only those with a tag' },
  { syntax: '--id <id>', description: 'all runs of a workflow id' },
  { syntax: '--close-status <status>', description: 'only those that closed so: failed, timed-out, …' },
  { syntax: '--since <time>', description: 'started (open) or closed at that time or later: 2h, 2026-11-28' },
  { syntax: '--until <time>', description: 'started (open) or closed at that time or earlier' },
]

const filters = filtersOf(' (default, without --id)')

const ofSwf =
  'SWF checks one condition and the time. Further conditions are checked here, which takes a request for each 1,000 executions.'

/** The commands that look at many executions. */
export const listingRows: readonly CommandRow[] = [
  {
    name: 'list',
    summary: 'List executions, newest first',
    details:
      `${ofSwf}\n\nWith --stuck, open executions are looked into, newest and oldest alternately: who is held, waits for a worker that is ` +
      'not there, or retries. Ctrl-C ends that with what was found, and --resume goes on.',
    options: [
      ...filters,
      { syntax: '--limit <n>', description: 'at most so many executions; with --stuck 1000 by default' },
      {
        syntax: '--stuck',
        description: 'only open ones with a problem, and which',
        conflicts: ['closed', 'closeStatus'],
      },
      {
        syntax: '--waiting <time>',
        description: 'with --stuck: how long a task may wait for a worker',
        default: '5m',
      },
      {
        syntax: '--calls <n>',
        description: 'with --stuck: executions a second; SWF allows 60 calls to all',
        default: '30',
      },
      { syntax: '--resume', description: 'with --stuck: go on where the last one was ended' },
    ],
    formats: ['json', 'jsonl'],
    examples: ['--type order', '--closed --close-status failed --since 2h', '--stuck'],
    load: () => import('./list.ts'),
  },
  {
    name: 'count',
    summary: 'Count executions',
    details: ofSwf,
    options: filters,
    formats: ['json'],
    examples: ['--type order', '--closed --since 7d'],
    load: () => import('./count.ts'),
  },
]
