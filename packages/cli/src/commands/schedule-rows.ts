import type { ArgumentRow, CommandRow, OptionRow } from './command.ts'

const name: ArgumentRow = { syntax: '<name>', description: 'the name of the schedule' }

/** What a schedule does: for `create` and `update`. */
const declaration: readonly OptionRow[] = [
  { syntax: '--type <name>', description: 'the workflow that it starts: NAME, or NAME@VERSION' },
  { syntax: '--cron <expression>', description: 'its times: minute, hour, day, month, weekday' },
  { syntax: '--every <time>', description: 'or an interval: 15m, 6h', conflicts: ['cron', 'timeZone'] },
  { syntax: '--time-zone <zone>', description: 'the zone of --cron, as Europe/Berlin; default: UTC' },
  {
    syntax: '-i, --input <value>',
    description: 'the input of each run: JSON5, @FILE, or - for standard input',
  },
  {
    syntax: '--overlap <policy>',
    description: 'what happens if the run before is still open',
    choices: ['skip', 'bufferOne', 'cancelOther', 'allow'],
  },
  { syntax: '--catch-up <time>', description: 'how late a run may start; default: 1m' },
  { syntax: '--jitter <time>', description: 'starts each run up to so much later' },
  {
    syntax: '--task-list <name>',
    description: 'the task list of the schedule; default: that of the workflow',
  },
  { syntax: '--execution-timeout <time>', description: 'the longest time that a run may take' },
  { syntax: '--tag <tag>', description: 'a tag of each run; up to 4', repeated: true },
  { syntax: '--priority <n>', description: "the priority of the runs' decision tasks" },
]

const group = 'schedule'

/** The commands of `reyield schedule`. */
export const scheduleRows: readonly CommandRow[] = [
  {
    group,
    name: 'list',
    summary: 'List the schedules of the domain',
    formats: ['json', 'jsonl'],
    load: () => import('./schedule/list.ts'),
  },
  {
    group,
    name: 'show',
    summary: 'Show what a schedule does and has done',
    arguments: [name],
    formats: ['json'],
    examples: ['nightly-report'],
    load: () => import('./schedule/show.ts'),
  },
  {
    group,
    name: 'create',
    summary: 'Create a schedule',
    details:
      'If the configuration has the workflow, its schema checks the input, and its defaults apply. Else those of the registered type do. A ' +
      'worker with `schedules: true` must poll the task list.',
    arguments: [name],
    options: [
      ...declaration,
      { syntax: '--paused', description: 'create it paused' },
      { syntax: '--or-update', description: 'change it if it exists' },
    ],
    formats: ['json'],
    examples: ["nightly-report --type report --cron '30 2 * * *' --time-zone Europe/Berlin --catch-up 6h"],
    load: async () => ({ run: (await import('./schedule/declare.ts')).create }),
  },
  {
    group,
    name: 'update',
    summary: 'Replace what a schedule does',
    details: 'All options have to be given again.',
    arguments: [name],
    options: declaration,
    formats: ['json'],
    examples: ['cleanup --type cleanup --every 15m --overlap bufferOne'],
    load: async () => ({ run: (await import('./schedule/declare.ts')).update }),
  },
  {
    group,
    name: 'pause',
    summary: 'Start no runs until it is resumed',
    arguments: [name],
    options: [{ syntax: '--note <text>', description: 'why, for those who look at it' }],
    examples: ["nightly-report --note 'the warehouse is being moved'"],
    load: async () => ({ run: (await import('./schedule/steer.ts')).pause }),
  },
  {
    group,
    name: 'resume',
    summary: 'Start runs again, from the next time on',
    arguments: [name],
    load: async () => ({ run: (await import('./schedule/steer.ts')).resume }),
  },
  {
    group,
    name: 'trigger',
    summary: 'Start a run now',
    details: 'As if its time had come. Also while it is paused.',
    arguments: [name],
    load: async () => ({ run: (await import('./schedule/steer.ts')).trigger }),
  },
  {
    group,
    name: 'backfill',
    summary: 'Start a run for each time of a range in the past',
    details: 'They run side by side, whether their times have had runs or not.',
    arguments: [name],
    options: [
      { syntax: '--from <time>', description: 'times after this one: 7d, 2026-11-01T00:00Z' },
      { syntax: '--to <time>', description: 'up to this one; default: now' },
    ],
    examples: ['nightly-report --from 2026-11-01T00:00Z --to 2026-11-08T00:00Z'],
    load: async () => ({ run: (await import('./schedule/steer.ts')).backfill }),
  },
  {
    group,
    name: 'delete',
    summary: 'End a schedule',
    details: 'Runs that are open go on.',
    arguments: [name],
    options: [{ syntax: '-y, --yes', description: 'do not ask; needed without a terminal' }],
    load: async () => ({ run: (await import('./schedule/steer.ts')).remove }),
  },
]
