// What `reyield` runs. It imports commander and the table of commands only, so that `--help` is quick.
import { programOf } from './program.ts'
import { commands } from './commands/table.ts'
import { runProcess } from './run-process.ts'

await runProcess(() => programOf(commands).parseAsync())
