import { awsSwf, retrying } from '@reyield/client'

/**
 * The SWF that this process uses. With SWF_ENDPOINT it is a local one: `reyield dev` sets it. Without, it is Amazon SWF in the region
 * AWS_REGION, with the credentials that the AWS SDK finds.
 */
export const isLocal = Boolean(process.env['SWF_ENDPOINT'])

export const connection = {
  swf: retrying(awsSwf(isLocal ? { endpoint: process.env['SWF_ENDPOINT']! } : {})),
  domain: process.env['SWF_DOMAIN'] || 'shop',
}
