/** The arrows of docs/architecture.md: who may import whom. Tests may import anything. */
const arrows = {
  workflow: [],
  data: ['workflow'],
  codecs: ['workflow', 'data'],
  replay: ['workflow', 'data'],
  client: ['workflow', 'data'],
  schedules: ['workflow', 'data', 'client'],
  worker: ['workflow', 'data', 'replay', 'client', 'schedules'],
  telemetry: ['workflow', 'client', 'worker'],
  local: [],
  inspect: ['workflow', 'data', 'replay', 'client'],
  console: ['workflow', 'data', 'client', 'schedules', 'inspect'],
  cli: ['workflow', 'data', 'client', 'schedules', 'inspect', 'local', 'console'],
  testing: ['workflow', 'data', 'replay', 'inspect', 'client', 'worker', 'local'],
  'create-reyield': [],
  'eslint-plugin': [],
}

/** The project that create-reyield writes. It's a program of a user. */
const template = '^packages/create-reyield/template/'

/** The folders of packages/local/src, and which others each may import. `errors.ts` is free for all. */
const foldersOfLocal = {
  model: [],
  machine: ['model'],
  storage: ['machine/(keys|transaction)[.]ts', 'model'],
  database: ['machine', 'model', 'storage'],
  clock: [],
  lambda: ['clock', 'machine'],
  service: ['clock', 'lambda', 'machine', 'model', 'storage'],
  faults: ['model', 'service'],
  access: ['model'],
  transports: ['access', 'clock', 'faults', 'model', 'service'],
}

/** The same for the folders of its machine. */
const foldersOfMachine = {
  state: [],
  history: ['state'],
  pages: ['state'],
  apply: ['history', 'state'],
  timeouts: ['history', 'state'],
  decisions: ['history', 'state'],
  actions: ['apply', 'decisions', 'history', 'pages', 'state'],
  'pending-transitions': ['actions', 'apply', 'history', 'state'],
}

const tests = '[.](test|suite)[.]ts$|^packages/[^/]+/test/'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle, also one of types alone, is nearly always a missing interface.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...Object.entries(arrows).map(([room, may]) => ({
      name: `arrows-of-${room}`,
      comment: `${room} imports ${may.join(', ') || 'no other package of ours'}.`,
      severity: 'error',
      from: { path: `^packages/${room}/`, pathNot: `${tests}|${template}` },
      to: { path: `^packages/(?!(${[room, ...may].join('|')})/)` },
    })),
    ...Object.entries(foldersOfLocal).map(([folder, may]) => ({
      name: `local-${folder}`,
      comment: `local/src/${folder} imports ${may.join(', ') || 'no other folder of the package'}.`,
      severity: 'error',
      from: { path: `^packages/local/src/${folder}/`, pathNot: tests },
      to: { path: `^packages/local/src/(?!errors[.]ts$|(${[folder, ...may].join('|')})(/|$))` },
    })),
    ...Object.entries(foldersOfMachine).map(([folder, may]) => ({
      name: `local-machine-${folder}`,
      comment: `local/src/machine/${folder} imports ${may.join(', ') || 'no other folder of the machine'}.`,
      severity: 'error',
      from: { path: `^packages/local/src/machine/${folder}/`, pathNot: tests },
      to: {
        path: `^packages/local/src/machine/(?!(context|keys|outcome|tokens|transaction)[.]ts$|(${[folder, ...may].join('|')})/)`,
      },
    })),
    {
      name: 'aws-sdk-at-the-edge',
      comment:
        'Run-time imports of the AWS SDK belong to client/src/port/aws.ts, those of its signatures to local/src/access/sigv4.ts, those of ' +
        'KMS and S3 to the entries of codecs (and tests); types are free.',
      severity: 'error',
      from: {
        path: '^(packages|examples)/',
        pathNot: `^packages/client/src/port/aws[.]ts$|^packages/local/src/access/sigv4[.]ts$|^packages/codecs/src/(kms|s3)[.]ts$|${tests}`,
      },
      to: { path: '@aws-sdk|@smithy', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scheduler-knows-no-swf',
      comment:
        'What runs programs knows neither SWF nor the rest of the engine: kinds of operations come to it as a table.',
      severity: 'error',
      from: { path: '^packages/replay/src/program/', pathNot: tests },
      to: {
        path: '^packages/replay/src/(?!program/|errors/(program|guard|in-short)[.]ts$)|@aws-sdk',
      },
    },
    {
      name: 'ledger-knows-no-kinds',
      comment: 'The ledger asks the rows of kinds; it imports none of them.',
      severity: 'error',
      from: { path: '^packages/replay/src/ledger/', pathNot: tests },
      to: { path: '^packages/replay/src/(kinds/|decisions/|[^/]+[.]ts$)', pathNot: 'workflow-log[.]ts$' },
    },
    {
      name: 'internal-entries-are-ours',
      comment:
        'Examples and the first project show what users may import: no `internal` entry, which any release may change.',
      severity: 'error',
      from: { path: `^examples/|${template}` },
      to: { path: '^packages/[^/]+/src/internal[.]ts$' },
    },
    {
      name: 'testing-entry-is-for-tests',
      comment: 'What answers from a script is for tests.',
      severity: 'error',
      from: { path: '^packages/', pathNot: tests },
      to: { path: '^packages/client/src/testing[.]ts$' },
    },
    {
      name: 'replay-is-pure',
      comment:
        'The engine knows no network, no files, no processes; only those who ask for source lines read files.',
      severity: 'error',
      from: { path: '^packages/(replay|workflow)/src/', pathNot: `^packages/replay/src/where/|${tests}` },
      to: { dependencyTypes: ['core'], pathNot: '^crypto$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['reyield-source', 'import', 'node', 'default', 'types'],
    },
  },
}
