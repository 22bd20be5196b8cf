import { pipelineOf } from '@reyield/data/internal'
import { expect, it } from 'vitest'
import { compression, encryption, offload } from '../src/index.ts'

/*
 * What codecs have written must be readable for years, letter by letter (docs/internals/formats.md). A line here is never changed.
 */

const context = { domain: 'shop', workflowId: 'order/7 ü' }
const keys = { k1: Buffer.alloc(32, 7) }
const order = '{"json":{"card":"4242"}}'
const long = JSON.stringify({ json: Array.from({ length: 120 }, (_, i) => ({ sku: `SKU-${i}` })) })
const sha256 = '2f4b9b9ebb56a142476fdace0062b233f703b699e303b3e58f11eb08a9e44178'
const stored: Record<string, string> = { [`shop/order%2F7%20%C3%BC/${sha256}`]: order }

const pipeline = pipelineOf([
  compression(),
  encryption({ keys, current: 'k1' }),
  offload({
    store: {
      put: () => Promise.resolve(),
      get: key => Promise.resolve(stored[key] === undefined ? undefined : Buffer.from(stored[key])),
    },
  }),
])

it.each<[string, string, string]>([
  [
    'compressed by brotli',
    long,
    'reyield:1:compression:br:GwwIAMT__fwt5ZcVdj73t1CNYhJDMoppDCN2HOscwww_O8BALcSNcWShmR4Ez3au4_qxjve5ft__Otbz8brv67qNIEqyQqlSaxolRwkJCQkJCQkJJEmSJEmSJElRFEVRFEVRNE3TNE3TNM1gMBgMBoPBYDCZTCaTyWQymSwWi8VisVgsFpvNZrPZbDabzeFwOBwOh8PhvLHvW8O0bIfT5Z57317WHMMwDMMwFvbnAg',
  ],
  [
    'encrypted',
    order,
    'reyield:1:encryption:1:k1:madBDAbW8S5BOdpEriUmxIHz4SStfZ9YD9K8le-ZKD2cWZlds0Vsx6rfTjJUVVlsunqZLqWgMspF',
  ],
  [
    'compressed, and its bytes encrypted',
    long,
    'reyield:1:encryption:1:k1:madBDDA4ByqovfVgQvmfxaEnW4zDHT7kmtbFZQREIEfZZ7ssIjOGJVXdVo85IDQMzdqXgg3pBza8za13TK0P5TehQ25hTCOSJbeku7PYjwVYHYROKudBX4AIU6AHIz-mnYlnLZaaoL5DwmdGaIKQT6Tq2nXdQsOSZYZWCu1WcFnLxUDLMjo2y8eUJ6WCyRKAqKU7WhlCxa3o6vY0JFnA-Wu0mdtapTwX0RY-RSOCes4dhDH8ggCPgenbBZ-FLEuZbOvhvbc5e5Jug3F6jvJVtGpkBo8ynDNHEvc6Zw0TKm3QpMDkmdAcTDZR',
  ],
  [
    'a text that UTF-8 can’t represent, encrypted',
    '\ud800x',
    'reyield:1:encryption:1:k1:madBDEySiS-_1AWHHoHIG2pCp7jwigXPeqcoAcMleNnGu3SLMg',
  ],
  ['stored under the ids of its execution and its SHA-256', order, `reyield:1:offload:utf8:${sha256}`],
])('%s', async (_, text, encoded) => {
  expect(await pipeline.decode(encoded, context)).toBe(text)
})

it('an encrypted text of n characters has 4 (n + 33) / 3 characters, and those of its envelope', async () => {
  const codec = encryption({ keys, current: 'k1' })
  for (const length of [0, 1, 2, 3, 1000]) {
    const encoded = await pipelineOf([codec]).encode('x'.repeat(length), context)
    expect(encoded.length).toBe('reyield:1:encryption:1:k1:'.length + Math.ceil((4 * (length + 33)) / 3))
  }
})
