import { Cron } from 'croner'

/** What has the times of a schedule. */
export interface Times {
  readonly cron?: string | undefined
  readonly every?: number | undefined
  readonly timeZone: string
}

/**
 * Returns a function that finds the first time after another one. Daylight saving time, by croner: a time that the clocks skip runs when they
 * have jumped, and a time that occurs twice runs once. What repeats each hour or more often follows real time.
 *
 * @throws the error of croner for an expression or a zone that it doesn't accept
 */
export function nextAfter(times: Times): (time: number) => number | undefined {
  const { cron, every, timeZone } = times
  if (every !== undefined) return time => (Math.floor(time / every) + 1) * every
  const compiled = compile(cron!, timeZone)
  return time => compiled.nextRun(new Date(time))?.getTime()
}

const compile = (cron: string, timezone: string) =>
  new Cron(cron, { timezone, paused: true, mode: '5-or-6-parts' })

/** Why a cron expression can't be used; undefined if it can. */
export function cronProblem(cron: string, timeZone: string): string | undefined {
  const quoted = `'${cron}'`
  // croner also accepts dates
  if (!/^@[a-z]+$/i.test(cron.trim()) && !/^\S+(\s+\S+){4,5}$/.test(cron.trim())) {
    return `is ${quoted}: expected five fields (minute, hour, day, month, weekday), or six with seconds first`
  }
  try {
    if (compile(cron, timeZone).nextRun() === null) return `is ${quoted}, which has no time in the future`
    return undefined
  } catch (error) {
    return `is ${quoted}: ${(error as Error).message.replace(/^CronPattern: /, '')}`
  }
}

/** Why a time zone can't be used; undefined if it can. */
export function zoneProblem(timeZone: string): string | undefined {
  try {
    if (typeof timeZone !== 'string') throw new TypeError('no text')
    new Intl.DateTimeFormat('en-US', { timeZone })
    return undefined
  } catch {
    return `is '${String(timeZone).slice(0, 60)}': expected a name of the IANA time zone database, as 'Europe/Berlin'`
  }
}

/** The shortest time between two of the next times, in milliseconds. */
export function shortestGap(times: Times): number {
  const next = nextAfter(times)
  let shortest = Infinity
  for (let i = 0, time = next(Date.now()); i < 10 && time !== undefined; i++) {
    const following = next(time)
    shortest = Math.min(shortest, (following ?? Infinity) - time)
    time = following
  }
  return shortest
}
