/**
 * A store of offloaded payloads in Amazon S3. It needs the package `@aws-sdk/client-s3`.
 *
 * @module
 */
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { InvalidPipelineError } from '@reyield/data'
import type { PayloadStore } from './offload/store.ts'

/**
 * Where payloads are in S3.
 *
 * @example
 * ```ts
 * const options: S3StoreOptions = { bucket: 'shop-payloads', prefix: 'swf/' }
 * ```
 */
export interface S3StoreOptions {
  readonly bucket: string
  /** What the names of all objects begin with. Default: nothing. */
  readonly prefix?: string
  /** The client of S3, with its region and credentials. Default: one with the AWS SDK's own defaults. */
  readonly client?: Pick<S3Client, 'send'>
}

/**
 * Stores payloads as objects of a bucket of S3. Whoever only writes needs `s3:PutObject`, whoever reads `s3:GetObject`. Without
 * `s3:ListBucket`, S3 says AccessDenied for an object that isn't there.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID) without a bucket
 * @example
 * ```ts
 * const pipeline = [compression(), offload({ store: s3Store({ bucket: 'shop-payloads' }) })]
 * ```
 */
export function s3Store({ bucket, prefix = '', client = new S3Client() }: S3StoreOptions): PayloadStore {
  if (typeof bucket !== 'string' || bucket === '')
    throw new InvalidPipelineError('s3Store has no bucket', 'its name')
  return {
    async put(key, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: bytes }))
    },
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }))
        return await Body?.transformToByteArray()
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined
        throw error
      }
    },
  }
}
