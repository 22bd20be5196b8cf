import type { PayloadCodec } from '@reyield/data'
import { expect, it } from 'vitest'
import { lambdaHandler } from '../src/index.ts'

const addressed: PayloadCodec = {
  name: 'addressed',
  encode: (text, { domain, workflowId }) => `${domain}/${workflowId}|${text}`,
  decode: text => text.slice(text.indexOf('|') + 1),
}
const event = {
  reyield: 1,
  domain: 'shop',
  workflowId: 'order-7',
  encoded: 'reyield:1:addressed:shop/order-7|{"kilos":7}',
}

it('decodes the event of a Lambda function, and encodes its result for the same execution', async () => {
  const seen: unknown[] = []
  const handler = lambdaHandler({ pipeline: [addressed] }, ({ kilos }: { kilos: number }, context) => {
    seen.push(kilos, context)
    return { price: kilos * 2 }
  })
  expect(await handler(event, 'context')).toEqual({
    reyield: 1,
    encoded: 'reyield:1:addressed:shop/order-7|{"price":14}',
  })
  expect(seen).toEqual([7, 'context'])
  expect(await lambdaHandler({ pipeline: [addressed] }, () => undefined)(event)).toBeNull()
})

it('passes plain events and results on, unless a codec is required', async () => {
  const double = ({ kilos }: { kilos: number }) => kilos * 2
  for (const plain of [{ kilos: 7 }, { ...event, encoded: undefined, kilos: 7 }])
    expect(await lambdaHandler({ pipeline: [addressed] }, double)(plain)).toBe(14)
  const strict = lambdaHandler({ pipeline: [{ ...addressed, required: true }] }, double)
  await expect(strict({ kilos: 7 })).rejects.toMatchObject({ code: 'PAYLOAD_UNENCODED', codec: 'addressed' })
})

it('fails if a codec is missing, or the function does', async () => {
  await expect(lambdaHandler({ pipeline: [] }, () => 7)(event)).rejects.toMatchObject({
    code: 'CODEC_MISSING',
  })
  const failing = lambdaHandler({ pipeline: [addressed] }, () => Promise.reject(new Error('no scales')))
  await expect(failing(event)).rejects.toThrow('no scales')
})
