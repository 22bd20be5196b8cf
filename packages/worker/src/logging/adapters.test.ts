import { Writable } from 'node:stream'
import { pino } from 'pino'
import { config, createLogger, format, transports } from 'winston'
import { expect, it } from 'vitest'
import { fromPino, fromWinston, type Logger, type LogLevel } from '../index.ts'

/** The lines that a library has written. */
function written() {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      lines.push(...chunk.toString().trimEnd().split('\n'))
      done()
    },
  })
  return { lines, stream, parsed: () => lines.map(line => JSON.parse(line) as Record<string, unknown>) }
}

function withPino(level: string) {
  const { stream, parsed } = written()
  const logger = pino(
    { level, base: null, timestamp: false, formatters: { level: level => ({ level }) } },
    stream,
  )
  return {
    logger: fromPino(logger),
    parsed: () => parsed().map(({ msg, ...rest }) => ({ message: msg, ...rest })),
  }
}

function withWinston(level: string, levels: Record<string, number> = { ...config.npm.levels }) {
  const { stream, parsed } = written()
  const logger = createLogger({
    level,
    levels,
    format: format.json(),
    transports: [new transports.Stream({ stream })],
  })
  return { logger: fromWinston(logger), parsed }
}

const circular: { self?: unknown; deep: { n: bigint } } = { deep: { n: 3n } }
circular.self = circular
const throwing = {
  get broken(): string {
    throw new Error('no')
  },
  fine: 1,
}

const all = (logger: Logger) => {
  for (const level of ['debug', 'info', 'warn', 'error'] satisfies LogLevel[])
    logger[level](`a ${level}`, { n: 1 })
}

it.each<[string, (level: string) => { logger: Logger; parsed: () => unknown[] }]>([
  ['pino', withPino],
  ['winston', withWinston],
])('%s gets each line with its level and fields', (_, make) => {
  const every = make('debug')
  all(every.logger)
  every.logger.info('without fields')
  expect(every.parsed()).toEqual([
    { level: 'debug', message: 'a debug', n: 1 },
    { level: 'info', message: 'a info', n: 1 },
    { level: 'warn', message: 'a warn', n: 1 },
    { level: 'error', message: 'a error', n: 1 },
    { level: 'info', message: 'without fields' },
  ])

  const few = make('warn')
  all(few.logger)
  expect(few.parsed()).toEqual([
    { level: 'warn', message: 'a warn', n: 1 },
    { level: 'error', message: 'a error', n: 1 },
  ])
})

it.each<[string, (level: string) => { logger: Logger; parsed: () => unknown[] }]>([
  ['pino', withPino],
  ['winston', withWinston],
])('%s gets values of any kind, and no field changes what the library writes', (_, make) => {
  const { logger, parsed } = make('info')
  logger.info('odd', {
    level: 'error',
    message: 'other',
    msg: 'other',
    circular,
    big: 3n,
    at: new Date(0),
    map: new Map([[1, 2]]),
    error: new RangeError('no', { cause: 'x' }),
    nothing: undefined,
    not: Number.NaN,
  })
  logger.info('a getter', throwing)
  const own = make === withPino ? { level_: 'error', msg_: 'other' } : { level_: 'error', message_: 'other' }
  const [odd, getter] = parsed() as [Record<string, unknown>, unknown]
  expect(odd).toMatchObject({
    level: 'info',
    message: make === withPino ? (expect.any(String) as string) : 'odd',
    ...own,
    circular: { self: '[circular]', deep: { n: '3n' } },
    big: '3n',
    at: '1970-01-01T00:00:00.000Z',
    map: 'Map(1) { 1 => 2 }',
    error: { name: 'RangeError', message: 'no', cause: 'x' },
    not: 'NaN',
  })
  expect(getter).toEqual({ level: 'info', message: 'a getter', broken: '(its getter throws)', fine: 1 })
})

it('winston with the levels of syslog has them all, too', () => {
  const { logger, parsed } = withWinston('debug', { ...config.syslog.levels })
  all(logger)
  expect(parsed().map(line => line['level'])).toEqual(['debug', 'info', 'warning', 'error'])
})
