// What `create-reyield` runs.
import { askForFolder } from './ask.ts'
import { defaultFolder, run } from './run.ts'

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  ask: process.stdin.isTTY && process.stderr.isTTY ? () => askForFolder(defaultFolder) : undefined,
})
