import { demo as subscription } from '../06-subscription/demo.ts'
import { demo as media } from '../07-media/demo.ts'
import { demo as agent } from '../08-agent/demo.ts'
import { demo as batch } from '../09-nightly-batch/demo.ts'
import type { Demo } from './demo.ts'

/** The examples that run alone, by their names on the command line. */
export const demos: Readonly<Record<string, Demo>> = { subscription, media, agent, batch }
