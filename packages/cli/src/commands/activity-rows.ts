import type { ArgumentRow, CommandRow, OptionRow } from './command.ts'

const token: ArgumentRow = {
  syntax: '<token>',
  description: 'the task token: itself, @FILE, or - for standard input',
}
const value = (name: string, what: string): OptionRow => ({
  syntax: `--${name} <value>`,
  description: `${what}: JSON5, @FILE, or - for standard input`,
})
const encoding: readonly OptionRow[] = [
  {
    syntax: '--workflow-id <id>',
    description: 'the workflow id of its execution; needed if a pipeline is configured',
  },
  {
    syntax: '--serializer <name>',
    description: 'superjson, json, text, or the path of a module; default: that of the configuration',
  },
]

const group = 'activity'

/** The commands of `reyield activity`. */
export const activityRows: readonly CommandRow[] = [
  {
    group,
    name: 'complete',
    summary: 'Complete an activity that was left open',
    details:
      'Its worker has left it open with completeLater() and given its task token away. The workflow gets the result.',
    arguments: [token],
    options: [value('result', 'the result'), ...encoding],
    examples: ['@token.txt --result \'{ by: "Ada" }\''],
    load: async () => ({ run: (await import('./activity/end.ts')).complete }),
  },
  {
    group,
    name: 'fail',
    summary: 'Fail an activity that was left open',
    details: 'It is recorded as if the activity had thrown the error, so its retry policy applies.',
    arguments: [token],
    options: [
      { syntax: '--name <name>', description: 'the class of the error', default: 'Error' },
      { syntax: '--message <text>', description: 'the message of the error' },
      ...encoding.slice(0, 1),
    ],
    examples: ["@token.txt --name CardExpiredError --message 'the card has expired'"],
    load: async () => ({ run: (await import('./activity/end.ts')).fail }),
  },
  {
    group,
    name: 'cancel',
    summary: 'End an activity that was left open as canceled',
    details: 'If the workflow has not asked for that, it gets ActivityCanceledError.',
    arguments: [token],
    options: [value('details', 'details for the workflow'), ...encoding],
    load: async () => ({ run: (await import('./activity/end.ts')).cancel }),
  },
  {
    group,
    name: 'heartbeat',
    summary: 'Send a heartbeat for an activity that was left open',
    details: 'Its heartbeat timeout begins anew. The answer says whether the workflow asks to cancel it.',
    arguments: [token],
    options: [value('details', 'its progress'), ...encoding],
    formats: ['json'],
    load: async () => ({ run: (await import('./activity/end.ts')).heartbeat }),
  },
]
