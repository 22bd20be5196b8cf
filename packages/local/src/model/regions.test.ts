import { expect, test } from 'vitest'
import { checkedRegion, regionOf } from './regions.ts'

const signed = (credential: string) =>
  `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=abc`

test.each([
  ['of the AWS SDK', signed('AKID/20260101/eu-west-1/swf/aws4_request'), 'eu-west-1'],
  [
    'of boto 2, without spaces',
    'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-gov-west-1/swf/aws4_request,SignedHeaders=host,Signature=a',
    'us-gov-west-1',
  ],
  ['with a slash in the key id', signed('my/key/20260101/local/swf/aws4_request'), 'local'],
  ['that is missing', undefined, undefined],
  ['that is no signature', 'AWS4-HMAC-SHA256 nonsense', undefined],
  ['of another scheme', 'Bearer AKID/20260101/eu-west-1/swf/aws4_request', undefined],
  ['whose scope is cut short', signed('AKID/20260101/eu-west-1'), undefined],
])('the region of an Authorization header %s', (_, header, region) => {
  expect(regionOf(header)).toBe(region)
})

test.each(['', 'eu_west_1', '..', '%2F', 'é', 'x'.repeat(64)])(
  'rejects a credential scope with the region %j',
  region => {
    expect(() => regionOf(signed(`AKID/20260101/${region}/swf/aws4_request`))).toThrow(
      expect.objectContaining({ name: 'InvalidSignatureException', status: 400 }) as Error,
    )
  },
)

test.each(['', 'us/east', 'a b', '-a'])('rejects %j as the region of a server (OPTION_INVALID)', region => {
  expect(() => checkedRegion(region)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }) as Error)
})
