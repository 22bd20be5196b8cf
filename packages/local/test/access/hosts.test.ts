import { lookup } from 'node:dns/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { isLoopback } from '../../src/access/loopback.ts'
import { createLocalSwf, type LocalSwf } from '../../src/index.ts'

let local: LocalSwf | undefined
afterEach(() => local?.close())

const listen = async (host: string, options = {}) => {
  local = await createLocalSwf()
  return local.listen({ host, ...options })
}

const accessKeys = [{ id: 'AKIDEXAMPLE', secret: 'secret' }]
const everywhere = ['0.0.0.0', '::', '', '0', '::ffff:0.0.0.0', '0:0:0:0:0:0:0:0']
const canIpv6 = await lookup('::1')
  .then(() => createLocalSwf())
  .then(async one => {
    const can = await one.listen({ host: '::1' }).then(
      () => true,
      () => false,
    )
    await one.close()
    return can
  })

describe('a server without access keys', () => {
  it.each(everywhere)("doesn't listen on '%s'", async host => {
    await expect(listen(host)).rejects.toMatchObject({
      code: 'HOST_UNPROTECTED',
      message:
        `Other machines can reach ${host === '' ? 'the server on every address' : host}, and requests need no key. ` +
        'Set access keys (--access-keys FILE), listen on 127.0.0.1, or allow it explicitly (--insecure)',
    })
  })

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '127.0.0.2', '127.1'])('listens on %s', async host => {
    expect((await listen(host)).url).toMatch(/^http:/)
  })

  it.skipIf(!canIpv6).each(['::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])('listens on %s', async host => {
    expect((await listen(host)).url).toContain(`[${host}]`)
  })

  it.each(['0.0.0.0', ''])("listens on '%s' with the option insecure", async host => {
    expect((await listen(host, { insecure: true })).port).toBeGreaterThan(0)
  })

  it("reports a host that can't be resolved", async () => {
    await expect(listen('no-such-host.invalid')).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      message: expect.stringMatching(/^The host 'no-such-host\.invalid' can't be resolved \(\w+\)/) as string,
    })
  })
})

describe('a server with access keys', () => {
  it.each(['0.0.0.0', '127.0.0.1'])('listens on %s', async host => {
    expect((await listen(host, { accessKeys })).port).toBeGreaterThan(0)
  })
})

it.each<[string, boolean]>([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:7f00:2', true],
  ['0.0.0.0', false],
  ['::', false],
  ['128.0.0.1', false],
  ['126.255.255.255', false],
  ['192.168.1.7', false],
  ['::ffff:192.168.1.7', false],
  ['::2', false],
  ['fe80::1%eth0', false],
  ['::ffff:0:0', false],
])('%s is a loopback address: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected)
})
