/** The workflow of the history, in a module of its own, as the console loads it. */
export { serialAsync } from '../../programs.ts'
