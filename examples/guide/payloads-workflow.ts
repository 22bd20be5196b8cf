import { gunzipSync, gzipSync } from 'node:zlib'
import { lambdaHandler } from '@reyield/codecs'
import type { PayloadCodec, PayloadPipeline } from '@reyield/data'
import { lambda, workflow } from '@reyield/workflow'

export const printing = workflow(
  { name: 'printing', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (photo: { url: string; notes: string }) {
    const { width } = yield* lambda<{ width: number }>('measure', photo.url, { encoded: true })
    return { width, notes: photo.notes }
  },
)

/** The handler of the Lambda function `measure`. */
export const measure = (pipeline: PayloadPipeline) =>
  lambdaHandler({ pipeline }, (url: string) => ({ width: url.length * 100 }))

/** A codec of your own. */
export const gzip: PayloadCodec = {
  name: 'gzip',
  stage: 'compression',
  encode: text => gzipSync(text).toString('base64'),
  decode: text => gunzipSync(Buffer.from(text, 'base64')).toString(),
}

/** A codec that only decodes, for the time before all readers have it. */
export const onlyDecoding = (codec: PayloadCodec): PayloadCodec => ({ ...codec, encode: text => text })
