import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRig, send, type Rig, type Sent } from './rig.ts'

let open: Rig
let reading: Rig
let everywhere: Rig
beforeAll(async () => {
  ;[open, reading, everywhere] = await Promise.all([
    openRig({ token: 'secret' }),
    openRig({ token: 'secret', readOnly: true }),
    openRig({ token: 'secret', host: '0.0.0.0' }),
  ])
})
afterAll(() => Promise.all([open, reading, everywhere].map(rig => rig.close())))

const json = { 'content-type': 'application/json' }
const token = { authorization: 'Bearer secret' }
const change: Sent = {
  method: 'POST',
  path: '/api/clock/skip',
  headers: { ...json, ...token },
  body: '{"by":1}',
}
const withHeaders = (headers: Record<string, string>, of: Sent = {}): Sent => ({
  ...of,
  headers: { ...of.headers, ...headers },
})
const without = (name: string): Sent => ({
  ...change,
  headers: Object.fromEntries(Object.entries(change.headers!).filter(([each]) => each !== name)),
})

/** The status and the code of an answer; the code is undefined if it isn't an error. */
const answerOf = async (rig: Rig, sent: Sent) => {
  const { status, text } = await send(rig.console.port, sent)
  return [status, status === 200 ? undefined : (JSON.parse(text) as { code: string }).code]
}
const fine = [200, undefined]
const forbidden = [403, 'REQUEST_FORBIDDEN']
const invalid = (status = 400) => [status, 'REQUEST_INVALID']

describe('a server on this machine', () => {
  it.each<[string, Sent, unknown[]]>([
    ['a program without headers', {}, fine],
    ['its own address', withHeaders({ host: '127.0.0.1:1' }), fine],
    ['localhost, through a forwarded port', withHeaders({ host: 'LocalHost:8080' }), fine],
    ['the address of IPv6', withHeaders({ host: '[::1]:4580' }), fine],
    ['a site whose name leads here', withHeaders({ host: 'evil.example' }), forbidden],
    ['a name that begins like an address', withHeaders({ host: '127.0.0.1.evil.example' }), forbidden],
    ['a name with a user', withHeaders({ host: 'evil@127.0.0.1' }), forbidden],
    ['an address of another machine', withHeaders({ host: '10.0.0.1' }), forbidden],
    ['its own page', withHeaders({ host: 'localhost:1', origin: 'http://localhost:1' }), fine],
    [
      'another port of this machine',
      withHeaders({ host: 'localhost:1', origin: 'http://localhost:2' }),
      forbidden,
    ],
    ['its own page behind a proxy', withHeaders({ host: 'localhost', origin: 'https://localhost' }), fine],
    ['another site', withHeaders({ origin: 'https://evil.example' }), forbidden],
    [
      'a site with its name in another scheme',
      withHeaders({ host: 'localhost', origin: 'ftp://localhost' }),
      forbidden,
    ],
    ['a page without an origin', withHeaders({ origin: 'null' }), forbidden],
    ['a script of another site', withHeaders({ 'sec-fetch-site': 'cross-site' }), forbidden],
    ['a script of another port', withHeaders({ 'sec-fetch-site': 'same-site' }), forbidden],
    ['a change with the token', change, fine],
    ['a change without the token', without('authorization'), [401, 'REQUEST_FORBIDDEN']],
    ['a change with another token', withHeaders({ authorization: 'Bearer other' }, change), forbidden],
    ['a change with a longer token', withHeaders({ authorization: 'Bearer secret2' }, change), forbidden],
    [
      'a change with another scheme',
      withHeaders({ authorization: 'Basic secret' }, change),
      [401, 'REQUEST_FORBIDDEN'],
    ],
    [
      'a change from another site with the token',
      withHeaders({ origin: 'http://evil.example' }, change),
      forbidden,
    ],
    ['a form of another site', withHeaders({ 'content-type': 'text/plain' }, change), invalid(415)],
    ['a body without a type', without('content-type'), invalid(415)],
    ['a body that is no JSON', { ...change, body: '{' }, invalid()],
    ['a body that is a list', { ...change, body: '[]' }, invalid()],
    [
      'a body that is too long',
      { ...change, body: JSON.stringify({ by: 'x'.repeat(300_000) }) },
      invalid(413),
    ],
    ['another method', { method: 'PUT', headers: { ...json, ...token }, body: '{}' }, invalid(405)],
    ['an unknown address', { path: '/api/secrets' }, invalid(404)],
    ['a change that is unknown, without the token', { method: 'POST', path: '/api/secrets' }, invalid(404)],
    ['an address that is not encoded', { path: '/api/executions/%E0%A4%A/x' }, invalid()],
    ['a file beside the page', { path: '/../package.json' }, invalid(404)],
    ['a file beside the page, deeper', { path: '/assets/../../package.json' }, invalid(404)],
    ['a file beside the page, encoded', { path: '/assets/%2e%2e/%2e%2e/package.json' }, invalid(404)],
    ['a compressed file by its own name', { path: '/index.html.br' }, invalid(404)],
    ['the page by POST', { method: 'POST', path: '/' }, invalid(405)],
    ['an open file that is not there', { path: '/api/files/7' }, invalid(404)],
  ])('answers %s', async (_, sent, expected) => {
    expect(await answerOf(open, sent)).toEqual(expected)
  })

  it('says how a request without a token is authorized', async () => {
    const { headers } = await send(open.console.port, without('authorization'))
    expect(headers['www-authenticate']).toBe('Bearer')
  })
})

describe('a server that other machines reach', () => {
  it.each<[string, Sent, unknown[]]>([
    ['reading without the token', {}, [401, 'REQUEST_FORBIDDEN']],
    ['reading with the token', { headers: token }, fine],
    ['the stream of events without the token', { path: '/api/events' }, [401, 'REQUEST_FORBIDDEN']],
    ['its address', { headers: { ...token, host: '10.0.0.1:4580' } }, fine],
    ['a site whose name leads here', { headers: { ...token, host: 'evil.example' } }, forbidden],
    ['a change with the token', change, fine],
  ])('answers %s', async (_, sent, expected) => {
    expect(await answerOf(everywhere, sent)).toEqual(expected)
  })
})

it.each<[string, Sent]>([
  ['an action', { ...change, path: '/api/actions', body: '{"kind":"nudge","workflowId":"a","runId":"b"}' }],
  ['a preview of an action', { ...change, path: '/api/actions/preview', body: '{}' }],
  ['a plan', { ...change, path: '/api/bulk', body: '{}' }],
  ['the clock', change],
  ['faults', { ...change, method: 'PUT', path: '/api/faults', body: '{"faults":[]}' }],
  ['a schedule', { ...change, path: '/api/schedules/nightly/pause', body: '{}' }],
])('a console that only reads refuses %s', async (_, sent) => {
  expect(await answerOf(reading, sent)).toEqual([403, 'CONSOLE_READ_ONLY'])
})

const built = readdirSync(join(import.meta.dirname, '../..')).includes('assets')
describe.runIf(built)('the page', () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'"
  it.each([
    '/',
    '/executions',
    '/execution/a/b',
    '/task-lists',
    '/schedules',
    '/file/1',
    '/api/session',
    '/nowhere',
  ])('%s has headers that let nothing else run, and in no frame', async path => {
    const { headers } = await send(open.console.port, { path })
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('is the same at each of its addresses, without inline scripts and styles, and asked for again each time', async () => {
    const pages = await Promise.all(
      ['/', '/execution/a/b?event=3', '/clock'].map(path => send(open.console.port, { path })),
    )
    expect(new Set(pages.map(({ text }) => text)).size).toBe(1)
    const [{ text, headers }] = pages as [(typeof pages)[0]]
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/)
    expect([headers['content-type'], headers['cache-control']]).toEqual([
      'text/html; charset=utf-8',
      'no-cache',
    ])
  })

  it('has files with their types, compressed for who takes that, and kept for ever', async () => {
    const { text } = await send(open.console.port, { path: '/' })
    const files = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
    expect(files.length).toBeGreaterThan(1)
    for (const path of files) {
      const plain = await send(open.console.port, { path })
      const small = await send(open.console.port, { path, headers: { 'accept-encoding': 'gzip, br' } })
      expect([path, plain.status, plain.headers['content-encoding'], plain.headers['cache-control']]).toEqual(
        [path, 200, undefined, 'public, max-age=31536000, immutable'],
      )
      expect(plain.headers['content-type']).toBe(
        path.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8',
      )
      expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
      expect(Number(small.headers['content-length'])).toBeLessThan(Number(plain.headers['content-length']))
    }
  })
})
