const oneInput = 'SWF carries one input: put several into one object'
const context = `${oneInput}; the second parameter is the ActivityContext`
const rest = 'SWF carries one input: take a list as one parameter instead of rest parameters'
const generic =
  'generic or overloaded: its input and result have no single type on the wire; export a function with concrete types'

const calling = (member: string, args: string) =>
  `activities<{ ${member} }>({ startToClose: 1 }).charge(${args})`

const served = (activities: string) => `createWorker({ ...place, activities: ${activities} })`

const neither = 'a worker needs workflows, activities, or both'
const forWorkflows = 'an option for workflows: this worker has none'

/** What is refused, a line of code that tries it, and the reason that the compiler's message must contain. */
export const refusals: readonly (readonly [what: string, code: string, reason: string])[] = [
  [
    'a workflow of two inputs',
    "workflow({ name: 'w' }, async function* (a: string, b: number) {})",
    oneInput,
  ],
  [
    'an optional second input',
    "workflow({ name: 'w' }, async function* (a: string, b?: number) {})",
    oneInput,
  ],
  ['a second input with a default', "workflow({ name: 'w' }, function* (a: string, b = 5) {})", oneInput],
  ['rest parameters', "workflow({ name: 'w' }, async function* (...all: string[]) {})", rest],
  [
    'rest parameters after an input',
    "workflow({ name: 'w' }, function* (a: string, ...all: string[]) {})",
    rest,
  ],
  [
    'an overloaded workflow',
    "workflow({ name: 'w' }, {} as { (a: string): Generator<unknown, 1>; (a: number): Generator<unknown, 2> })",
    generic,
  ],
  [
    'an async function',
    "workflow({ name: 'w' }, async (a: string) => a)",
    'a workflow is a generator function',
  ],
  ['a plain function', "workflow({ name: 'w' }, (a: string) => a)", 'a workflow is a generator function'],
  ['an activity of two inputs', calling('charge(a: string, b: number): void', "'a'"), context],
  ['an activity of an optional second input', calling('charge(a: string, b?: number): void', "'a'"), context],
  ['an activity of two objects', calling('charge(a: {}, b: { n: number }): void', '{}'), context],
  ['an activity of three inputs', calling('charge(a: string, b: number, c: string): void', "'a'"), oneInput],
  ['an activity of rest parameters', calling('charge(...all: string[]): void', "'a'"), rest],
  ['a generic activity', calling('charge<T>(a: T): T', "'a'"), generic],
  [
    'a value among activities',
    calling('charge: 5', "'a'"),
    'no activity: an activity is an exported function',
  ],
  [
    'a class among activities',
    calling('charge: new () => object', "'a'"),
    'no activity: an activity is an exported function',
  ],
  ['activities without the type of their module', 'activities({ n: 5 })', 'name the type of the module'],
  ['a worker of a value', served('{ n: 5 }'), 'no activity: an activity is an exported function'],
  ['a worker of values', served("{ n: 5, at: new Date(), of: ['a'] }"), 'no activity: an activity is'],
  ['a worker of an activity of two inputs', served('{ charge(a: string, b: number) {} }'), context],
  ['a worker of an optional second input', served('{ charge(a: string, b?: number) {} }'), context],
  ['a worker of a second input beside others', served('{ ship() {}, charge(a: {}, b: {n: 1}) {} }'), context],
  ['a worker of three inputs', served('{ charge(a: string, b: number, c: string) {} }'), oneInput],
  ['a worker of rest parameters', served('{ charge(...all: string[]) {} }'), rest],
  ['a worker of a generic activity', served('{ charge<T>(a: T): T { return a } }'), generic],
  [
    'a worker of a method of two inputs',
    served('new (class { charge(a: string, b: number) {} })()'),
    context,
  ],
  ['a worker of a list', served("[{ name: 'charge', run: <T>(a: T) => a }]"), generic],
  ['two inputs in a list', served("[{ name: 'charge', run: (a: string, b: number) => a }]"), context],
  [
    'an optional second input in a list',
    served("[{ name: 'c', run: (a: string, b?: number) => a }]"),
    context,
  ],
  ['three inputs in a list', served("[{ name: 'c', run: (a: string, b: number, c: 1) => a }]"), oneInput],
  ['rest parameters in a list', served("[{ name: 'charge', run: (...all: string[]) => all }]"), rest],
  [
    'two inputs in a list beside others',
    served("[{ name: 'ship', run: () => 1 }, { name: 'charge', run: (a: {}, b: { n: 1 }) => a }]"),
    context,
  ],
  [
    'a list of what is no function',
    served("[{ name: 'charge', run: { a: 1 } }]"),
    'no activity: run is a function',
  ],
  ['a worker of neither workflows nor activities', 'createWorker({ ...place })', neither],
  ['a worker of options that have neither', 'createWorker(place)', neither],
  ['a worker of undefined workflows', 'createWorker({ ...place, workflows: undefined })', neither],
  ['a worker of undefined activities', 'createWorker({ ...place, activities: undefined })', neither],
  ['guards of a worker without workflows', served("{ ship() {} }, guards: 'throw'"), forWorkflows],
  ['nonDeterminism without workflows', served("{ ship() {} }, nonDeterminism: 'fail'"), forWorkflows],
  ['a watchdog without workflows', served('{ ship() {} }, watchdog: false'), forWorkflows],
  ['guards of a worker of neither', "createWorker({ ...place, guards: 'off' })", forWorkflows],
  [
    'schemas of a worker without activities',
    'createWorker({ ...place, workflows: [], schemas: { ship: {} as never } })',
    'schemas are for activities: this worker has none',
  ],
  [
    'a rate of activities without activities',
    'createWorker({ ...place, workflows: [], activitiesPerSecond: 5 })',
    'an option for activities: this worker has none',
  ],
  [
    'options of an activity that the worker does not have',
    served('{ ship() {} }, activityOptions: { shop: { concurrency: 2 } }'),
    "'shop' does not exist",
  ],
  ['an option that a worker does not have', served('{ ship() {} }, slots: 3'), "'slots' does not exist"],
  [
    'concurrency of a loop that does not exist',
    served('{ ship() {} }, concurrency: { activity: 3 }'),
    "'activity' does not exist",
  ],
]
