import type { CommandRow } from './command.ts'

/** The commands that check the surroundings of executions. */
export const checkingRows: readonly CommandRow[] = [
  {
    name: 'doctor',
    summary: 'Check credentials, domain, types, task lists, clock and versions',
    details: 'Each line says what to do. The exit code is 1 if a check fails. Nothing is changed.',
    formats: ['json'],
    load: () => import('./doctor.ts'),
  },
]
