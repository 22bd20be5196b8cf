import type { CommandRow } from './command.ts'

/** The commands that check the surroundings of executions, and changes before they are deployed. */
export const checkingRows: readonly CommandRow[] = [
  {
    name: 'lock',
    summary: 'Write down what is deployed, for reyield check',
    details:
      'Run it at each release, and commit what it writes beside the configuration file: reyield.lock.json has what the code declares, ' +
      'reyield.histories.jsonl.br has few of the given histories, in which each pair of neighboring events occurs. Histories of ' +
      'explorations (.reyield/recorded) and of .reyield/fetched are taken too. Other builds stay.',
    arguments: [{ syntax: '[paths...]', description: 'files of histories, and folders of files' }],
    options: [
      { syntax: '--build <id>', description: 'the build id of the released workers; else REYIELD_BUILD_ID' },
    ],
    formats: ['json'],
    offline: true,
    examples: ['--build 52a', '--build 52a histories'],
    load: () => import('./lock.ts'),
  },
  {
    name: 'check',
    summary: 'Check that open executions can go on with changed code',
    details:
      'For CI. Replays the histories of all locked builds with the code, and prints nothing if all of them fit. Else it prints the ' +
      'difference, the source line and what to do, and the exit code is 1. With --open, SWF is asked which builds and patches open ' +
      'executions still need.',
    arguments: [{ syntax: '[reason]', description: 'with --accept: why, for instance "none open"' }],
    options: [
      {
        syntax: '--accept <workflow>',
        description:
          'state that a difference of NAME or NAME@VERSION does not matter; it is recorded in the lock',
      },
      { syntax: '--open', description: 'also replay the open executions of the domain' },
      { syntax: '--limit <n>', description: 'with --open: at most so many executions', default: '10000' },
      {
        syntax: '-y, --yes',
        description: 'with --open: remove builds that no open execution needs, without asking',
      },
    ],
    formats: ['json'],
    examples: ['', '--accept order "none open"', '--open'],
    load: () => import('./check.ts'),
  },
  {
    name: 'doctor',
    summary: 'Check credentials, domain, types, task lists, clock and versions',
    details: 'Each line says what to do. The exit code is 1 if a check fails. Nothing is changed.',
    formats: ['json'],
    load: () => import('./doctor.ts'),
  },
]
