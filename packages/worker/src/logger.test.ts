import { afterEach, expect, it, vi } from 'vitest'
import { consoleLogger, type LogLevel } from './logger.ts'

afterEach(() => void vi.restoreAllMocks())

/** The lines that a logger of this level writes, their times as zeros. */
function written(level?: LogLevel): string[] {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    lines.push(line.replace(/^\d\d:\d\d:\d\d\.\d{3}/, '00:00:00.000'))
  })
  const logger = consoleLogger(level === undefined ? {} : { level })
  logger.debug('Decided', { runId: '22T+/=', workflow: 'my order', decisions: 2 })
  logger.info('Polling')
  logger.warn('Late', { late: [{ id: '1' }] })
  logger.error('Gone', { code: undefined })
  return lines
}

it('writes a line with time, level, message and fields, from its level on', () => {
  expect(written('debug')).toEqual([
    '00:00:00.000 debug Decided runId=22T+/= workflow="my order" decisions=2',
    '00:00:00.000 info  Polling',
    '00:00:00.000 warn  Late late=[{"id":"1"}]',
    '00:00:00.000 error Gone code=undefined',
  ])
  expect(written('error')).toHaveLength(1)
})

it('writes what is more than debug by default', () => {
  expect(written()).toHaveLength(3)
})
