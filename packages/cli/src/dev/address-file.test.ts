import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addressFile, devUrl, writeAddress } from './address-file.ts'

const url = 'http://127.0.0.1:37397'
let folder: string
let config: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reyield-address-'))
  config = join(folder, 'reyield.config.ts')
})
afterEach(() => rmSync(folder, { recursive: true }))

it('says where the local SWF of a folder is, until the session ends', () => {
  const remove = writeAddress(config, { url, domain: 'shop' })
  expect(devUrl(config)).toBe(url)
  expect(readFileSync(join(folder, '.reyield/dev.env'), 'utf8')).toBe(
    `SWF_ENDPOINT=${url}\nSWF_DOMAIN=shop\nREYIELD_DEV_PID=${process.pid}\n`,
  )
  remove()
  expect(existsSync(addressFile(config))).toBe(false)
  expect(() => devUrl(config)).toThrow(
    `The endpoint is 'dev', the local SWF of reyield dev, but it doesn't run in ${folder}. Start it there: reyield dev`,
  )
})

it('leaves the file of a newer session', () => {
  const remove = writeAddress(config, { url: 'http://127.0.0.1:4577', domain: 'shop' })
  writeAddress(config, { url, domain: 'shop' })
  remove()
  expect(devUrl(config)).toBe(url)
})

it('does not believe the file of a session that was killed, as its port may be that of another program', () => {
  writeAddress(config, { url, domain: 'shop' })
  const file = addressFile(config)
  writeFileSync(file, readFileSync(file, 'utf8').replace(`PID=${process.pid}`, 'PID=2147483647'))
  expect(() => devUrl(config)).toThrow("it doesn't run in")
})

it('needs a configuration file', () => {
  expect(() => devUrl(undefined)).toThrow('there is no configuration file')
})
