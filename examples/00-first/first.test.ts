import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('the first program of the README prints its result and ends', async () => {
  const program = fileURLToPath(new URL('../dist/00-first/first.js', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [program])
  expect(stdout).toBe(
    "{\n  receipt: 'receipt for 2 items',\n  boxes: [ 'box with tea', 'box with milk' ]\n}\n",
  )
})
