import { bulkDetails, bulkOptions, forMany } from './bulk-options.ts'
import type { ArgumentRow, CommandRow, OptionRow } from './command.ts'

const id: ArgumentRow = { syntax: '<id>', description: 'the workflow id' }
const idOrMany: ArgumentRow = {
  syntax: '[id]',
  description: 'the workflow id; without --filter and --apply',
}
const runId: OptionRow = { syntax: '--run-id <id>', description: 'only this run; default: the current one' }
const input = (what: string): OptionRow => ({
  syntax: '-i, --input <value>',
  description: `${what}: JSON5, @FILE, or - for standard input`,
})
const serializer: OptionRow = {
  syntax: '--serializer <name>',
  description: 'superjson, json, text, or the path of a module; default: that of the configuration',
}
const childPolicy: OptionRow = {
  syntax: '--child-policy <policy>',
  description: 'what happens to open children',
  choices: ['TERMINATE', 'REQUEST_CANCEL', 'ABANDON'],
}

/** The commands that change executions, and `result`. */
export const steeringRows: readonly CommandRow[] = [
  {
    name: 'start',
    summary: 'Start an execution',
    details:
      'If the configuration has the workflow, its schema checks the input, and its defaults apply. Else those of the registered type do.',
    arguments: [{ syntax: '<type>', description: 'NAME, or NAME@VERSION' }],
    options: [
      input('the input'),
      { syntax: '--id <id>', description: 'the workflow id; default: the name and a random UUID' },
      { syntax: '--use-running', description: 'if the id is in use by an open execution, print that one' },
      { syntax: '--tag <tag>', description: 'a tag; up to 5', repeated: true },
      { syntax: '--task-list <name>', description: 'the task list of its deciders' },
      { syntax: '--execution-timeout <time>', description: 'the longest time it may take: 2h, 7d' },
      { syntax: '--task-timeout <time>', description: 'the longest time of one decision task' },
      childPolicy,
      { syntax: '--priority <n>', description: 'the priority of its decision tasks' },
      { syntax: '--lambda-role <arn>', description: 'the IAM role for its Lambda functions' },
      serializer,
    ],
    formats: ['json'],
    examples: [
      'order --id order-7 --input \'{ items: ["tea"] }\'',
      'order@2.0 --input @order.json --tag web',
    ],
    load: () => import('./start.ts'),
  },
  {
    name: 'signal',
    summary: 'Send a signal to an open execution, or to many',
    details: bulkDetails,
    arguments: [idOrMany, { syntax: '[name]', description: 'the name of the signal' }],
    options: [input('the value'), runId, serializer, ...bulkOptions(10, 30), forMany],
    formats: ['json'],
    examples: [
      'order-7 approved --input \'{ by: "Ada" }\'',
      'approved --filter type=order --filter tag=web --plan approvals.jsonl',
      '--apply approvals.jsonl',
    ],
    load: () => import('./signal.ts'),
  },
  {
    name: 'request-cancel',
    summary: 'Ask an execution to cancel itself, or many',
    details: `CanceledError is thrown in the workflow, which decides what it does about it.\n\n${bulkDetails}`,
    arguments: [idOrMany],
    options: [runId, ...bulkOptions(10, 30), forMany],
    formats: ['json'],
    examples: ['order-7', '--filter type=order --filter since=2h'],
    load: () => import('./request-cancel.ts'),
  },
  {
    name: 'terminate',
    summary: 'Close an execution at once, or many',
    details: `The workflow does not notice it and cannot clean up. See request-cancel, which asks it.\n\n${bulkDetails}`,
    arguments: [idOrMany],
    options: [
      { syntax: '--reason <text>', description: 'the reason, which the history records' },
      childPolicy,
      runId,
      ...bulkOptions(20, 60),
      {
        syntax: '-y, --yes',
        description: 'do not ask; needed without a terminal, not possible with --filter',
      },
    ],
    formats: ['json'],
    examples: [
      "order-7 --reason 'duplicate order' --yes",
      "--filter tag=load-test --reason 'load test' --plan load-test.jsonl",
    ],
    load: () => import('./terminate.ts'),
  },
  {
    name: 'result',
    summary: 'Wait for the result of an execution and print it',
    details: 'The exit code is 1 if the execution fails or is ended otherwise, and if the timeout passes.',
    arguments: [id],
    options: [
      { syntax: '--timeout <time>', description: 'the longest time to wait: 30s, 5m' },
      runId,
      serializer,
    ],
    formats: ['json'],
    examples: ['order-7 --timeout 1m'],
    load: () => import('./result.ts'),
  },
  {
    name: 'nudge',
    summary: 'Make the deciders of a held execution try again at once',
    details: 'For instance after a fix was deployed. If the execution is not held, nothing changes.',
    arguments: [id],
    options: [runId],
    load: () => import('./nudge.ts'),
  },
  {
    name: 'rerun',
    summary: 'Start a new execution like an earlier one',
    details:
      'It has the type, version, input, tags, timeouts, task list, priority, child policy and Lambda role of the earlier run. Signals ' +
      'that the run got with its input are not repeated. The earlier execution is not changed.',
    arguments: [id],
    options: [
      input('another input'),
      {
        syntax: '--id <new>',
        description: 'its workflow id; default: the same, if no execution with it is open',
      },
      { syntax: '--run-id <id>', description: 'the run to repeat; default: the open one, else the last one' },
      serializer,
    ],
    formats: ['json'],
    examples: ['order-7', "order-7 --id order-7b --input '{ items: [] }'"],
    load: () => import('./rerun.ts'),
  },
]
