import { awsSwf, retrying } from '@reyield/client'

const endpoint = process.env['SWF_ENDPOINT']

/**
 * The SWF that this process uses. With SWF_ENDPOINT it is a local one: `reyield dev` sets it. Without, it is Amazon SWF in the region
 * AWS_REGION, with the credentials that the AWS SDK finds.
 */
export const connection = {
  swf: retrying(awsSwf(endpoint ? { endpoint } : {})),
  domain: process.env['SWF_DOMAIN'] || 'shop',
}
