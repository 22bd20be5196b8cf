import { expect, test } from 'vitest'
import { readTaskToken, taskToken } from './tokens.ts'

const task = {
  runId: '22X56OQhwfy+AtGx1iSo3HX51AK2DdtKzfUnU+RQElbms=',
  workflowId: 'order 7',
  scheduledEventId: 5,
  startedEventId: 6,
}

test('a task token identifies its task', () => {
  expect(readTaskToken('activity', taskToken('activity', task))).toEqual(task)
})

test('a token begins like those of the service', () => {
  expect(taskToken('decision', task).slice(0, 16)).toBe('AAAAKgAAAAEAAAAA')
})

test('a token has at most 1,024 characters with the longest workflow id of any characters', () => {
  for (const letter of ['x', 'é', '漢']) {
    const long = { ...task, workflowId: letter.repeat(256), scheduledEventId: 24_999, startedEventId: 25_000 }
    const token = taskToken('decision', long)
    expect(token.length).toBeLessThanOrEqual(1024)
    expect(readTaskToken('decision', token)).toEqual(long)
  }
})

test.each([
  ['of the other kind', taskToken('decision', task)],
  ['of another server', 'AAAAKgAAAAEAAAAAAAAAAg=='],
  ['cut short', taskToken('activity', task).slice(0, -4)],
  ['with something after it', `${taskToken('activity', task)} `],
  ['with half a character after it', withByte(taskToken('activity', task))],
  ['empty', ''],
  ['garbage', 'garbage'],
])('rejects a token %s', (_, token) => {
  expect(() => readTaskToken('activity', token)).toThrow('Invalid token')
})

function withByte(token: string): string {
  return Buffer.concat([Buffer.from(token, 'base64'), Buffer.from([0])]).toString('base64')
}
