import { describe, expect, it } from 'vitest'
import { ticks } from './ticks.ts'
import { timeScale } from './time-scale.ts'

const day = 86_400_000
const whole = { from: 0, to: 2 * day }
const busy = [
  { from: 0, to: 4000 },
  { from: 2000, to: 10_000 },
  { from: 2 * day - 10_000, to: 2 * day },
]

describe('a scale', () => {
  it('draws long idle stretches short', () => {
    const { pieces } = timeScale(whole, busy, true)
    expect(pieces.map(({ from, to, idle }) => [from, to, idle])).toEqual([
      [0, 10_000, false],
      [10_000, 2 * day - 10_000, true],
      [2 * day - 10_000, 2 * day, false],
    ])
    expect(pieces.map(({ x1 }) => Number(x1.toFixed(3)))).toEqual([0.482, 0.517, 1])
  })

  it('draws all time evenly if that is wanted', () => {
    expect(timeScale(whole, busy, false).pieces).toEqual([{ ...whole, x0: 0, x1: 1, idle: false }])
  })

  it('draws many equal idle stretches short', () => {
    const often = Array.from({ length: 100 }, (_, at) => ({ from: at * day, to: at * day + 1000 }))
    const { pieces } = timeScale({ from: 0, to: 100 * day }, often, true)
    expect(pieces.filter(({ idle }) => idle).length).toBe(100)
    expect(pieces.at(-1)!.x1).toBeCloseTo(1)
  })

  it('knows the time of each place, and the place of each time', () => {
    const scale = timeScale(whole, busy, true)
    for (const time of [0, 3000, 10_000, day, 2 * day - 1, 2 * day])
      expect(scale.time(scale.x(time))).toBeCloseTo(time, 0)
  })

  it('of a run without a length still has a width', () => {
    const scale = timeScale({ from: 5, to: 5 }, [], true)
    expect([scale.x(5), scale.time(0)]).toEqual([0, 5])
  })
})

it('the axis has even marks, none within an idle stretch', () => {
  const scale = timeScale(whole, busy, true)
  expect(ticks(scale, 0, 0, 1, 0.09).map(({ text }) => text)).toEqual([
    '0',
    '2.0 s',
    '4.0 s',
    '6.0 s',
    '8.0 s',
    '10 s',
    '1d 23h',
    '+2.0 s',
    '+4.0 s',
    '+6.0 s',
    '2d',
  ])
})
