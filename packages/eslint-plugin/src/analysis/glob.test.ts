import { describe, expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

describe('a glob', () => {
  it.each([
    ['**/activities.*', '/shop/src/activities.ts', true],
    ['**/activities.*', '/activities.mjs', true],
    ['**/activities.*', '/shop/src/my-activities.ts', false],
    ['**/activities/**', '/shop/activities/bank/charge.ts', true],
    ['**/activities/**', '/shop/activities.ts', false],
    ['src/steps/*', '/home/ann/shop/src/steps/ship.ts', true],
    ['src/steps/*', '/home/ann/shop/src/steps/old/ship.ts', false],
    ['/shop/*.ts', '/shop/ship.ts', true],
    ['/shop/*.ts', '/home/shop/ship.ts', false],
    ['*.steps.{ts,js}', '/shop/bank.steps.js', true],
    ['*.steps.{ts,js}', '/shop/bank.steps.jsx', false],
    ['step?.ts', '/shop/step1.ts', true],
    ['steps(1)/a+b.ts', '/shop/steps(1)/a+b.ts', true],
    ['**/activities.*', 'C:\\shop\\src\\activities.ts', true],
  ])('%s and the path %s: %s', (glob, path, expected) => {
    expect(matchesGlob(path, glob)).toBe(expected)
  })
})
