import type { CommandContext } from '../context/context.ts'
import { paint, text } from '../output/text.ts'
import type { DevSwf } from './dev-swf.ts'
import { inputFiles, inputName, readInput } from './inputs.ts'
import type { DevOptions } from './options.ts'
import { startSaved } from './starting.ts'

/** The most inputs to choose from, since one key chooses. */
const most = 9

/** The key `s`: starts an execution with a saved input, which a second key chooses if there are several. */
export class StartKey {
  readonly #context: CommandContext
  readonly #swf: DevSwf
  readonly #options: Pick<DevOptions, 'inputs' | 'config'>
  /** The files to choose from, while a choice is open. */
  #choice: readonly string[] = []

  constructor(context: CommandContext, swf: DevSwf, options: Pick<DevOptions, 'inputs' | 'config'>) {
    this.#context = context
    this.#swf = swf
    this.#options = options
  }

  press(): void {
    const { out } = this.#context
    const { inputs } = this.#options
    const files = inputFiles(inputs).slice(0, most)
    if (files.length === 0) {
      out.line(
        paint.yellow(
          `There is no saved input in ${inputs}. A file order.json5 there may contain: { workflow: 'order', input: { … } }`,
        ),
      )
    } else if (files.length === 1) void this.#start(files[0]!)
    else {
      this.#choice = files
      out.line(text`Start which? ${files.map((file, index) => `${index + 1} ${inputName(file)}`).join(', ')}`)
    }
  }

  /** Whether the key answers an open question. Any key but one of the numbers only ends it. */
  takes(key: string): boolean {
    const files = this.#choice
    if (files.length === 0) return false
    this.#choice = []
    const file = files[Number(key) - 1]
    if (file !== undefined) void this.#start(file)
    return true
  }

  async #start(file: string): Promise<void> {
    const { out } = this.#context
    try {
      const input = readInput(file)
      out.line(paint.dim(`starting ${input.workflow} with ${input.name}`))
      await startSaved(this.#swf, input, this.#options.config, line => out.line(line))
    } catch (error) {
      out.line(paint.red((error as Error).message))
    }
  }
}
