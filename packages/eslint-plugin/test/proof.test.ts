import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { configs } from '../src/index.ts'
import { alarms, filesOf, root, settings } from './alarms.ts'
import { lintFile } from './lint-files.ts'

const { strict } = configs

describe('the rules of strict have no false alarm', () => {
  it('in the examples and the code of the guide', () => {
    const files = filesOf(['examples/**/*.ts'])
    expect(files.length).toBeGreaterThan(80)
    expect(alarms(files, { config: strict, settings })).toEqual({
      'examples/guide/held.ts: no-foreign-await': 1, // on purpose: the guide shows what then happens
      'examples/test/uncaught-errors.ts: use-abort-signal': 1, // a true one
    })
  })

  it('in the first project', () => {
    const files = filesOf(['packages/create-reyield/template/**/*.ts'])
    expect(files.length).toBeGreaterThan(5)
    expect(alarms(files, { config: strict })).toEqual({})
  })

  // by itself no file of them would be looked at; with an import of Reyield all rules are
  it.each(['', `import '@reyield/workflow'\n`])(
    'in redux-saga and co, as they are and as if they imported Reyield %#',
    before => {
      const files = filesOf(
        [
          'node_modules/@redux-saga/*/dist/*.esm.js',
          'node_modules/redux-saga/dist/*.mjs',
          'node_modules/co/index.js',
        ],
        root,
      )
      expect(files.length).toBeGreaterThan(8)
      expect(alarms(files, { config: strict, before })).toEqual({})
    },
  )
})

describe('the programs in which Reyield once did the wrong thing', () => {
  it.each(['forgotten-yield', 'generator-used-twice', 'rejected-promise', 'heartbeat-not-awaited'])(
    '%s is found',
    name => {
      const path = fileURLToPath(new URL(`cases/${name}.ts`, import.meta.url))
      const expected = readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const rule = /\/\/ expected: ([a-z-]+)$/.exec(line)?.[1]
          return rule === undefined ? [] : [[index + 1, rule]]
        })
      expect(expected).toHaveLength(1)
      expect(lintFile(path, { config: strict }).map(({ line, rule }) => [line, rule])).toEqual(expected)
    },
  )
})
