import type { CommandRow, OptionRow } from './command.ts'
import { filtersOf } from './listing-rows.ts'

const runId: OptionRow = {
  syntax: '--run-id <id>',
  description: 'the run; else the open one, or the last one that closed',
}
const payloads: OptionRow = {
  syntax: '--payloads',
  description: 'show payloads, decoded by the configured pipeline',
}

const showOptions: readonly OptionRow[] = [
  { syntax: '--last <n>', description: 'only the last lines' },
  { syntax: '--failed', description: 'only what failed, timed out or was refused' },
  {
    syntax: '--grep <pattern>',
    description: 'only lines that match a regular expression, whatever their case',
  },
  { syntax: '--raw', description: "print SWF's events, one JSON document a line" },
]

const traceOptions: readonly OptionRow[] = [
  { syntax: '--at <event>', description: 'the moment directly after an event; default: now' },
  { syntax: '--variables', description: 'show the local variables of waiting branches' },
]

const childOptions: readonly OptionRow[] = [
  { syntax: '--depth <n>', description: 'levels of child executions', default: '3' },
  { syntax: '--children <n>', description: 'child executions of each execution', default: '20' },
  { syntax: '--chain <n>', description: 'runs before and after the run', default: '5' },
]

/** The commands that show histories. */
export const inspectingRows: readonly CommandRow[] = [
  {
    name: 'show',
    summary: 'Show the events of an execution, one line each',
    details:
      'Decision tasks are folded into the line of their completion. With --follow, new events are printed as they come, also those of the ' +
      'runs that continue the execution as new.',
    arguments: [{ syntax: '<id>', description: 'the workflow id' }],
    options: [
      { syntax: '-f, --follow', description: 'go on with new events until the execution closes' },
      ...showOptions,
      payloads,
      runId,
    ],
    formats: ['jsonl'],
    examples: ['order-7 --last 20', 'order-7 --follow', "order-7 --grep 'charge|pack' --payloads"],
    load: () => import('./show.ts'),
  },
  {
    name: 'trace',
    summary: 'Show where an execution is: branches, steps, children, source lines',
    details:
      'The source lines come from a replay of the history with the configured workflows. It runs in a process of its own, without ' +
      'credentials. No worker has to run.',
    arguments: [{ syntax: '<id>', description: 'the workflow id' }],
    options: [...traceOptions, payloads, ...childOptions, runId],
    formats: ['json'],
    examples: ['order-7', 'order-7 --at 12 --variables'],
    load: () => import('./trace.ts'),
  },
  {
    name: 'profile',
    summary: 'Show where the time of executions went',
    arguments: [{ syntax: '[id]', description: 'the workflow id' }],
    options: [
      {
        syntax: '--type <name>',
        description: 'the last executions of a type that closed: NAME or NAME@VERSION',
      },
      { syntax: '--limit <n>', description: 'how many executions of the type', default: '20' },
      runId,
    ],
    formats: ['json'],
    examples: ['order-7', '--type order --limit 100'],
    load: () => import('./profile.ts'),
  },
  {
    name: 'replay',
    summary: 'Replay histories with the code, to find what a deployment would break',
    details:
      'Takes files as `reyield export`, `swf-local export` and `aws swf get-workflow-execution-history` write them. The exit code is 1 if ' +
      'a history does not fit the code.',
    arguments: [{ syntax: '[paths...]', description: 'files, and folders of files' }],
    options: [
      { syntax: '--open', description: 'the open executions of the domain' },
      { syntax: '--type <name>', description: 'with --open: only those of a type' },
      { syntax: '--limit <n>', description: 'with --open: at most so many executions', default: '1000' },
    ],
    formats: ['json', 'jsonl'],
    examples: ['histories', '--open --type order'],
    load: () => import('./replay.ts'),
  },
  {
    name: 'export',
    summary: 'Write histories to files',
    details:
      'Payloads are written as SWF stores them, because decoded ones can not be replayed. Files that are already there are replaced.',
    arguments: [{ syntax: '[ids...]', description: 'workflow ids' }],
    options: [
      { syntax: '--dir <folder>', description: 'one file for each execution; else standard output' },
      { syntax: '--open', description: 'open executions', conflicts: ['closed'] },
      { syntax: '--closed', description: 'closed executions' },
      { syntax: '--type <name>', description: 'with --open or --closed: only those of a type' },
      { syntax: '--limit <n>', description: 'with --open or --closed: at most so many', default: '100' },
      runId,
    ],
    examples: ['order-7 > order-7.json', '--closed --type order --limit 50 --dir histories'],
    load: () => import('./export.ts'),
  },
  {
    name: 'fetch',
    summary: 'Store a sample of histories for tests',
    details:
      'Takes executions of all types and versions in turn, of each type of all outcomes, and of these of all running times, newest first. ' +
      'Payloads are written as SWF stores them. Files that are already there are replaced.\n\nWith --redact, letters are replaced by other ' +
      'letters and digits by other digits, except in texts that the code of the configured workflows and activities contains. Numbers stay. ' +
      "Each redacted history is replayed, and left out if the result isn't that of the original.",
    arguments: [{ syntax: '<folder>', description: 'where the files are written, one for each history' }],
    options: [
      { syntax: '--sample <n>', description: 'at most so many histories', default: '20' },
      { syntax: '--redact', description: 'replace texts by others of the same form' },
      ...filtersOf(' (default: open and closed ones)'),
      {
        syntax: '--limit <n>',
        description: 'look at so many open and so many closed executions, newest first',
        default: '10000',
      },
    ],
    formats: ['json'],
    examples: [
      'histories --redact',
      'histories --type order --since 7d --sample 50',
      'incident --id order-7 --redact',
    ],
    load: () => import('./fetch.ts'),
  },
  {
    name: 'open',
    summary: 'Show a history of a file, without SWF',
    arguments: [{ syntax: '<file>', description: 'a file with histories' }],
    options: [
      {
        syntax: '--as <view>',
        description: 'how it is shown',
        choices: ['trace', 'show', 'profile'],
        default: 'trace',
      },
      { syntax: '--id <id>', description: 'the workflow id, if the file has several histories' },
      ...traceOptions,
      ...showOptions,
      payloads,
    ],
    formats: ['json', 'jsonl'],
    examples: ['order-7.json', 'order-7.json --as show --failed'],
    offline: true,
    load: () => import('./open.ts'),
  },
]
