import { SWF } from '@aws-sdk/client-swf'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { leanConfig } from './config.ts'

const variables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CREDENTIAL_EXPIRATION',
]
afterEach(() => vi.unstubAllEnvs())

const keys = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' }
const object = { accessKeyId: 'OF_OPTION', secretAccessKey: 's', sessionToken: 't' }

/** What requests are signed with, by a lean port and by the SDK. `asked`: whether the lean port has asked the SDK. */
async function both(settings: { region?: string; credentials?: object }, env: Record<string, string>) {
  for (const name of variables) vi.stubEnv(name, env[name])
  const sdk = new SWF({ region: 'of-sdk', ...settings } as object)
  let asked = false
  const ofSdk = { credentials: () => sdk.config.credentials(), region: () => sdk.config.region() }
  const lean = leanConfig(settings, () => {
    asked = true
    return ofSdk
  })
  const signedWith = async ({ credentials, region }: typeof ofSdk) => {
    const { accessKeyId, secretAccessKey, sessionToken } = await credentials()
    return { accessKeyId, secretAccessKey, sessionToken, region: await region() }
  }
  return { sdk: await signedWith(ofSdk), lean: await signedWith(lean as typeof ofSdk), asked }
}

describe('a lean port signs with the credentials and the region of the SDK', () => {
  const region = 'eu-west-1'
  it.each<[string, Parameters<typeof both>[0], Record<string, string>, boolean]>([
    ['variables', { region }, keys, false],
    ['variables with a session token', { region }, { ...keys, AWS_SESSION_TOKEN: 'token' }, false],
    ['an empty session token', { region }, { ...keys, AWS_SESSION_TOKEN: '' }, false],
    ['an object', { region, credentials: object }, keys, false],
    ['a function', { region, credentials: () => Promise.resolve(object) }, keys, true],
    ['no region', { credentials: object }, keys, true],
    ['keys that expire', { region }, { ...keys, AWS_CREDENTIAL_EXPIRATION: '2099-01-01T00:00:00Z' }, true],
  ])('of %s', async (_, settings, env, asks) => {
    const { sdk, lean, asked } = await both(settings, env)
    expect(lean).toEqual({ ...sdk, sessionToken: sdk.sessionToken === '' ? undefined : sdk.sessionToken })
    expect(asked).toBe(asks)
  })
})
