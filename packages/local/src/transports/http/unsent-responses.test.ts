import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UnsentResponses } from './unsent-responses.ts'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => vi.useRealTimers())

const megabyte = 1024 * 1024

/** Sends responses, and records whose connections were cut, in order. */
class Answers {
  readonly unsent = new UnsentResponses()
  readonly cut: string[] = []
  readonly admitted: string[] = []

  send(name: string, megabytes: number) {
    const sending = { bytes: megabytes * megabyte, cut: () => this.cut.push(name) }
    this.unsent.add(sending)
    return { taken: () => this.unsent.delete(sending) }
  }

  /** Waits for capacity, and records when it's there. */
  async ask(name: string): Promise<void> {
    void this.unsent.waitForCapacity().then(() => this.admitted.push(name))
    await Promise.resolve()
  }
}

it('cuts no connection as long as all unsent responses together have at most 32 MB', () => {
  const answers = new Answers()
  answers.send('a', 16)
  answers.send('b', 16)
  vi.advanceTimersByTime(3_600_000)
  expect(answers.cut).toEqual([])
})

it('does not cut a single response of any size while no other one waits', async () => {
  const answers = new Answers()
  answers.send('a', 33)
  vi.advanceTimersByTime(3_600_000)
  expect(answers.cut).toEqual([])
  await answers.ask('b')
  await vi.advanceTimersByTimeAsync(250)
  expect([answers.cut, answers.admitted]).toEqual([['a'], ['b']])
})

it('cuts the connections that have waited longest, and only as many as needed', () => {
  const answers = new Answers()
  answers.send('a', 12)
  answers.send('b', 12)
  answers.send('c', 12)
  vi.advanceTimersByTime(3_600_000)
  expect(answers.cut).toEqual(['a'])
})

it('cuts no connection before a second has passed', () => {
  const answers = new Answers()
  answers.send('a', 20)
  vi.advanceTimersByTime(500)
  answers.send('b', 20)
  answers.send('c', 20)
  vi.advanceTimersByTime(499)
  expect(answers.cut).toEqual([])
  vi.advanceTimersByTime(251) // the next check
  expect(answers.cut).toEqual(['a'])
  vi.advanceTimersByTime(500)
  expect(answers.cut).toEqual(['a', 'b'])
})

it('does not cut a connection whose client has read the response in the meantime', () => {
  const answers = new Answers()
  const a = answers.send('a', 20)
  answers.send('b', 20)
  a.taken()
  vi.advanceTimersByTime(3_600_000)
  expect(answers.cut).toEqual([])
})

it('serializes one large response at a time, in the order of the requests', async () => {
  const answers = new Answers()
  for (const name of ['a', 'b', 'c']) await answers.ask(name)
  expect(answers.admitted).toEqual(['a'])
  for (const expected of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]) {
    answers.unsent.made()
    await Promise.resolve()
    expect(answers.admitted).toEqual(expected)
  }
})

it('serializes no further large response above 32 MB until a client reads one', async () => {
  const answers = new Answers()
  await answers.ask('a')
  const first = answers.send('a', 33)
  answers.unsent.made()
  await answers.ask('b')
  expect(answers.admitted).toEqual(['a'])
  first.taken()
  await Promise.resolve()
  expect(answers.admitted).toEqual(['a', 'b'])
})

it('cuts the connection that has waited longest within a second and a quarter if another response waits', async () => {
  const answers = new Answers()
  for (const name of ['a', 'b', 'c']) answers.send(name, 12)
  await answers.ask('d')
  await vi.advanceTimersByTimeAsync(1250)
  expect([answers.cut, answers.admitted]).toEqual([['a'], ['d']])
})
