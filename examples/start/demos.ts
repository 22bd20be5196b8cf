import { demo as agent } from '../08-agent/demo.ts'
import { demo as batch } from '../09-nightly-batch/demo.ts'
import type { Demo } from './demo.ts'

/** The examples that run alone, by their names on the command line. */
export const demos: Readonly<Record<string, Demo>> = { agent, batch }
