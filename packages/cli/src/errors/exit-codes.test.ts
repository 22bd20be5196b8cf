import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { exitCodeOf, exitCodes } from './exit-codes.ts'

const error = (name: string, members = {}) => Object.assign(new Error(name), { name, ...members })

it.each<[number, unknown]>([
  [2, error('ConfigError', { code: 'CONFIG_INVALID' })],
  [2, error('CommanderError', { code: 'commander.unknownOption' })],
  [2, error('ValidationException', { $metadata: { httpStatusCode: 400 } })],
  [3, error('UnknownExecutionError', { code: 'EXECUTION_UNKNOWN' })],
  [3, error('UnknownResourceFault', { $metadata: { httpStatusCode: 400 } })],
  [1, error('WorkflowFailedError', { code: 'WORKFLOW_FAILED' })],
  [4, error('UnrecognizedClientException', { $metadata: { httpStatusCode: 403 } })],
  [4, error('CredentialsProviderError')],
  [4, error('ThrottlingException')],
  [4, error('InternalFailure', { $metadata: { httpStatusCode: 500 } })],
  [70, error('TypeError')],
  [70, error('Error', { code: 'ERR_INVALID_ARG_TYPE' })],
  [70, undefined],
])('exits with %i for %s', (code, thrown) => {
  expect(exitCodeOf(thrown)).toBe(code)
})

it('has the exit codes that docs/cli.md lists', () => {
  const page = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [code, meaning])
  expect(rows).toEqual(Object.entries(exitCodes))
})
