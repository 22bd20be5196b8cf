import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SWF } from '@aws-sdk/client-swf'
import { afterAll, describe, expect, it } from 'vitest'
import { readKeyFile } from '../../src/access/key-file.ts'
import { killAll, runToEnd, startServer } from '../server-process.ts'

afterAll(killAll)

function fileOf(text: string | Buffer, mode = 0o600): string {
  const file = join(mkdtempSync(join(tmpdir(), 'keys-')), 'keys')
  writeFileSync(file, text)
  chmodSync(file, mode)
  return file
}

const expected = 'Expected: ID SECRET [SESSION-TOKEN] [read-only]'

describe('a file of access keys', () => {
  it('has one key per line, and comments', () => {
    const text = [
      '\uFEFF# ours',
      'AKID1 secret',
      '',
      '\t# indented',
      '  AKID2\tse#cret+/=   read-only  \r',
      'ASIA3 secret token',
      'ASIA4 secret token read-only',
    ].join('\n')
    expect(readKeyFile(fileOf(text))).toEqual({
      keys: [
        { id: 'AKID1', secret: 'secret', sessionToken: undefined, readOnly: false },
        { id: 'AKID2', secret: 'se#cret+/=', sessionToken: undefined, readOnly: true },
        { id: 'ASIA3', secret: 'secret', sessionToken: 'token', readOnly: false },
        { id: 'ASIA4', secret: 'secret', sessionToken: 'token', readOnly: true },
      ],
    })
  })

  it.each<[string, string]>([
    ['AKIDONLY', 'the secret is missing'],
    ['AKID hush token read-only more', 'it has too many fields'],
    ['AKID hush token more', 'it has too many fields'],
    ['AKID hush readonly', 'read-only must be in lower case, with a hyphen, after the secret'],
    ['AKID hush READ-ONLY', 'read-only must be in lower case, with a hyphen, after the secret'],
    ['AKID hush read_only', 'read-only must be in lower case, with a hyphen, after the secret'],
    ['AKID read-only', 'read-only must be in lower case, with a hyphen, after the secret'],
    ['AK/ID hush', 'the id must be 1 to 128 letters, digits, _, - or .'],
    ['AKID,hush', 'the secret is missing'],
    ['AKID hüsh', 'the secret must be one or more printable ASCII characters without spaces'],
    ['AKID hush tök', 'the session token must be one or more printable ASCII characters without spaces'],
    ['AKID hu\u0000sh', 'the secret must be one or more printable ASCII characters without spaces'],
  ])('is refused by the number of a line that is no key, without its secret: %j', (line, problem) => {
    const file = fileOf(`# comment\nAKID0 other\n\n${line}\n`)
    expect(() => readKeyFile(file)).toThrow(
      expect.objectContaining({
        code: 'ACCESS_KEYS_INVALID',
        message: `Line 4 of ${file} is not an access key: ${problem}. ${expected}`,
      }) as Error,
    )
  })

  it("is refused if an id occurs twice, if it has no key, and if it doesn't exist", () => {
    const twice = fileOf('A one\n\nA two\n')
    expect(() => readKeyFile(twice)).toThrow(
      `Line 3 of ${twice} has the same id as line 1. Remove one of them`,
    )
    const none = fileOf('# nothing\n')
    expect(() => readKeyFile(none)).toThrow(`${none} has no access key, so every request would be refused`)
    expect(() => readKeyFile('/nowhere/keys')).toThrow(
      "The file of access keys /nowhere/keys can't be read (ENOENT). Check its path and its permissions",
    )
    expect(() => readKeyFile(tmpdir())).toThrow('(EISDIR)')
  })

  it.each([0o644, 0o640, 0o604, 0o620, 0o602])(
    'causes a warning if other users can read or change it: mode %o',
    mode => {
      const file = fileOf('A one\n', mode)
      const message =
        `Other users can read or change ${file} (mode 0${mode.toString(8)}). ` +
        'Run chmod 600 on it, and replace the keys if another user may have read them'
      expect(readKeyFile(file).warning).toEqual({ code: 'ACCESS_KEYS_EXPOSED', message })
      // for a link, its target counts, as for mounted secrets
      const link = `${file}-link`
      symlinkSync(file, link)
      expect(readKeyFile(link).warning?.message).toBe(message.replace(file, link))
    },
  )

  it.each([0o600, 0o400, 0o700])('causes no warning if only its owner can use it: mode %o', mode => {
    expect(readKeyFile(fileOf('A one\n', mode)).warning).toBeUndefined()
  })
})

describe('swf-local', () => {
  const pem = (name: string) => fileURLToPath(new URL(`tls/${name}`, import.meta.url))

  it('only serves requests that are signed with a key of --access-keys', async () => {
    const server = await startServer('--access-keys', fileOf('AKID secret\nAKIDREAD secret read-only\n'))
    const client = (accessKeyId: string, secretAccessKey: string) =>
      new SWF({ endpoint: server.url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } })
    const domain = { name: 'shop', workflowExecutionRetentionPeriodInDays: '7' }
    await client('AKID', 'secret').registerDomain(domain)
    await expect(server.swf.describeDomain(domain)).rejects.toThrow(
      'The security token included in the request is invalid.',
    )
    await expect(client('AKIDREAD', 'secret').deprecateDomain(domain)).rejects.toThrow('is read-only')
    expect((await client('AKIDREAD', 'secret').describeDomain(domain)).domainInfo!.status).toBe('REGISTERED')
    expect(await server.stop()).toBe(0)
  })

  it.each<[string, string[], RegExp]>([
    ['a bad line', ['--access-keys', fileOf('AKID\n')], /^ACCESS_KEYS_INVALID: Line 1 of /],
    [
      'an address of all machines',
      ['--host', '0.0.0.0'],
      /^HOST_UNPROTECTED: Other machines can reach 0\.0\.0\.0/,
    ],
    [
      "a key that isn't the certificate's",
      ['--tls-cert', pem('server.crt'), '--tls-key', pem('other.key')],
      /^TLS_INVALID: /,
    ],
    [
      'a certificate that is not there',
      ['--tls-cert', '/nowhere', '--tls-key', pem('other.key')],
      /^TLS_INVALID: The certificate \/nowhere can't be read \(ENOENT\)/,
    ],
  ])('is not started with %s', async (_, options, said) => {
    const { code, out, err } = await runToEnd('--port', '0', ...options)
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(said)])
  })

  it('does not start with only a certificate or only a key', async () => {
    for (const option of ['--tls-cert', '--tls-key']) {
      const { code, err } = await runToEnd(option, pem('server.crt'))
      expect([code, err.split('\n')[0]]).toEqual([2, '--tls-cert and --tls-key must be given together'])
    }
  })
})
