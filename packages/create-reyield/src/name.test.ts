import { expect, it } from 'vitest'
import { packageName } from './name.ts'

it.each([
  ['shop', 'shop'],
  ['My Shop', 'my-shop'],
  ['Café Zürich', 'cafe-zurich'],
  ['.hidden', 'hidden'],
  ['_private', 'private'],
  ['a__b..c', 'a__b..c'],
  ['-- spaced --', 'spaced'],
  ['注文', 'reyield-app'],
  ['注文 2', '2'],
  ['...', 'reyield-app'],
  ['', 'reyield-app'],
  ['node_modules', 'node_modules-app'],
  ['reyield', 'reyield-app'],
  ['Vitest', 'vitest-app'],
  ['x'.repeat(300), 'x'.repeat(200)],
  [`${'x'.repeat(199)}-${'y'.repeat(9)}`, 'x'.repeat(199)],
])('the package in a folder %j is %j', (folder, name) => {
  expect(packageName(folder, ['reyield', 'vitest'])).toBe(name)
})
