import type { ActionHandler } from './action.ts'
import { findDomainByArn } from './lookup.ts'

/** The tags of a domain; nothing else has resource tags. */
export const listTagsForResource: ActionHandler<'ListTagsForResource'> = ({ resourceArn }, context) => ({
  response: { tags: [...findDomainByArn(context, resourceArn).tags.values()] },
})
