/** The packages of Reyield that a project needs, also those that it needs only through others. */
export const ours = [
  '@reyield/client',
  '@reyield/console',
  '@reyield/data',
  '@reyield/eslint-plugin',
  '@reyield/inspect',
  '@reyield/local',
  '@reyield/replay',
  '@reyield/schedules',
  '@reyield/testing',
  '@reyield/worker',
  '@reyield/workflow',
  'reyield',
] as const

/** One of them. */
export type Ours = (typeof ours)[number]

/** Whether it's one of them. */
export const isOurs = (name: string): name is Ours => (ours as readonly string[]).includes(name)
