// A process that runs many commands of `reyield`, one after the other, so that each takes little time. It reads a line for each: a JSON list
// of arguments. When it's ready for the next one, it prints a mark on both outputs, and the last exit code.
import { createInterface } from 'node:readline'
import { commands } from '../dist/commands/table.js'
import { programOf } from '../dist/program.js'
import { runProgram } from '../dist/run-process.js'

const [mark] = process.argv.slice(2)
const ready = code => {
  process.stderr.write(mark)
  process.stdout.write(`${mark}${code}\n`)
}

ready(0)
for await (const line of createInterface({ input: process.stdin, terminal: false })) {
  const code = await runProgram(() => programOf(commands).parseAsync(JSON.parse(line), { from: 'user' }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal)
  ready(code)
}
