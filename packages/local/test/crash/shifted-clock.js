// Loaded before swf-local: its wall clock is ahead of or behind the machine's by the milliseconds in a file, read again and again.
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
