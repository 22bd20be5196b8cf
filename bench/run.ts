import { parseArgs } from 'node:util'
import { e2e } from './e2e/e2e.ts'
import type { Measure } from './measure.ts'
import { moments } from './measures/console/moments.ts'
import { scrubbing } from './measures/console/scrubbing.ts'
import { embeddedHello } from './measures/embedded-hello.ts'
import { cliHistory } from './measures/cli/history.ts'
import { cliList } from './measures/cli/list.ts'
import { cliStart } from './measures/cli/start.ts'
import { consoleScroll } from './measures/console/scroll.ts'
import { commits } from './measures/local/commits.ts'
import { directTransport } from './measures/local/direct-transport.ts'
import { history25000 } from './measures/local/history-25000.ts'
import { httpTransport } from './measures/local/http-transport.ts'
import { openActivities } from './measures/local/open-activities.ts'
import { openExecutions } from './measures/local/open-executions.ts'
import { pollers } from './measures/local/pollers.ts'
import { restart } from './measures/local/restart.ts'
import { wakeup } from './measures/local/wakeup.ts'
import { years } from './measures/local/years.ts'
import { fleet } from './fleet/fleet.ts'
import { cachedDecision } from './measures/cached-decision.ts'
import { cachedMemory } from './measures/cached-memory.ts'
import { exploring } from './measures/explore.ts'
import { lintFiles } from './measures/lint.ts'
import { replayJson } from './measures/replay-json.ts'
import { replayParallel } from './measures/replay-parallel.ts'
import { replaySerial } from './measures/replay-serial.ts'
import { workerMemory } from './measures/worker/memory.ts'
import { testDecide } from './measures/test-decide.ts'
import { deployment } from './measures/worker/deployment.ts'
import { fanOutCost } from './measures/worker/fan-out.ts'
import { computing } from './measures/worker/computing.ts'
import { stepCost } from './measures/worker/step-cost.ts'
import { telemetryCost } from './measures/worker/telemetry.ts'

const measures: readonly Measure[] = [
  replaySerial,
  replayParallel,
  replayJson,
  cachedDecision,
  cachedMemory,
  workerMemory,
  testDecide,
  exploring,
  embeddedHello,
  stepCost,
  fanOutCost,
  deployment,
  computing,
  telemetryCost,
  httpTransport,
  directTransport,
  commits,
  openExecutions,
  openActivities,
  pollers,
  history25000,
  restart,
  years,
  wakeup,
  moments,
  scrubbing,
  cliStart,
  cliHistory,
  cliList,
  consoleScroll,
  lintFiles,
  fleet,
]

if (process.argv[2] === 'e2e') process.exit(await e2e(process.argv.slice(3)))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, peers: { type: 'boolean' } },
})
const unknown = positionals.filter(name => !measures.some(measure => measure.name === name))
if (unknown.length > 0) {
  console.error(
    `No such measure: ${unknown.join(', ')}. There are: e2e, ${measures.map(({ name }) => name).join(', ')}`,
  )
  process.exit(2)
}
for (const measure of measures) {
  if (positionals.length > 0 && !positionals.includes(measure.name)) continue
  if (!values.json) console.log(`\n${measure.name}: ${measure.about}`)
  for (const figure of await measure.run({ peers: values.peers === true })) {
    if (values.json) console.log(JSON.stringify(figure))
    else {
      const floor = figure.floor === undefined ? '' : `   floor ${figure.floor}, ratio ${figure.ratio}`
      const peer = figure.peer === undefined ? '' : `   ${figure.peer}`
      console.log(
        `  ${figure.at.padEnd(28)} ${String(figure.value).padStart(10)} ${figure.unit}${floor}${peer}`,
      )
    }
  }
}
