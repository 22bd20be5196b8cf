import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, it } from 'vitest'
import { createLocalSwf, type LocalSwf, type TlsOptions } from '../../src/index.ts'
import { send } from './sign.ts'

/** A self-signed certificate for localhost and 127.0.0.1, made for these tests (valid until 2126). */
const pem = (name: string) => readFileSync(fileURLToPath(new URL(`tls/${name}`, import.meta.url)))
const tls = { cert: pem('server.crt'), key: pem('server.key') }
const key = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }

let local: LocalSwf | undefined
afterEach(() => local?.close())

const open = async (given: TlsOptions = tls) => {
  local = await createLocalSwf()
  return local.listen({ tls: given, accessKeys: [key] })
}

const get = (url: string, options = {}) =>
  new Promise<string>((resolve, reject) => {
    request(`${url}/health`, { agent: false, ca: tls.cert, ...options }, response => {
      response
        .resume()
        .on('end', () =>
          resolve(
            `${response.statusCode} ${(response.socket as never as { getProtocol(): string }).getProtocol()}`,
          ),
        )
    })
      .on('error', reject)
      .end()
  })

describe('a server with a certificate', () => {
  it('serves the AWS SDK over HTTPS', async () => {
    const { url } = await open()
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const { Agent } = await import('node:https')
    const swf = new SWF({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: key.id, secretAccessKey: key.secret },
      requestHandler: { httpsAgent: new Agent({ ca: tls.cert }) },
    })
    await swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '7' })
    const poll = swf.pollForDecisionTask({ domain: 'shop', taskList: { name: 'l' } })
    await swf.describeDomain({ name: 'shop' })
    await local!.close()
    expect((await poll).startedEventId).toBe(0)
    swf.destroy()
  })

  it.each<[string, object, string]>([
    ['1.2', { maxVersion: 'TLSv1.2' }, '200 TLSv1.2'],
    ['1.3', { minVersion: 'TLSv1.3' }, '200 TLSv1.3'],
  ])('speaks TLS %s', async (_, options, expected) => {
    expect(await get((await open()).url, options)).toBe(expected)
  })

  it('does not speak TLS 1.1', async () => {
    const { port } = await open()
    const socket = connect({
      port,
      host: '127.0.0.1',
      ca: tls.cert,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    })
    const ended = await new Promise<string>(resolve => {
      socket.once('secureConnect', () => resolve('connected'))
      socket.once('error', error => resolve((error as NodeJS.ErrnoException).code!))
    })
    expect(ended).toMatch(/PROTOCOL_VERSION/)
  })

  it('does not respond to requests without TLS', async () => {
    const { port } = await open()
    await expect(send(`http://127.0.0.1:${port}`, {})).rejects.toThrow()
  })

  it.each<[string, Partial<TlsOptions>, string]>([
    [
      'no key',
      { key: undefined as never },
      'tls needs both cert and key. Each must be the contents of a PEM file',
    ],
    ['no certificate', { cert: '' }, 'tls needs both cert and key. Each must be the contents of a PEM file'],
    [
      'a certificate that is none',
      { cert: 'nonsense' },
      "The certificate can't be read. Expected PEM that begins",
    ],
    [
      'a key that is none',
      { key: tls.cert },
      "The private key can't be read. Expected PEM without a passphrase",
    ],
    [
      'a key with a passphrase',
      { key: pem('locked.key') },
      "The private key can't be read. Expected PEM without a passphrase",
    ],
    [
      "another certificate's key",
      { key: pem('other.key') },
      "The private key doesn't belong to the certificate",
    ],
  ])('is refused with %s', async (_, given, problem) => {
    await expect(open({ ...tls, ...given })).rejects.toMatchObject({
      code: 'TLS_INVALID',
      message: expect.stringContaining(problem) as string,
    })
  })
})
