// Loaded before swf-local. It shifts the wall clock of the process by the milliseconds in a file, which it reads repeatedly.
import { readFileSync } from 'node:fs'
import { setInterval } from 'node:timers'

const now = Date.now
let shift = 0
const look = () => {
  shift = Number(readFileSync(process.env.SWF_LOCAL_CLOCK_SHIFT, 'utf8'))
}
look()
setInterval(look, 20).unref()
Date.now = () => now() + shift
