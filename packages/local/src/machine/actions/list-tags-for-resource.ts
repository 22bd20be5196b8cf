import type { ActionHandler } from './action.ts'
import { findDomainByArn } from './lookup.ts'

/** Returns the tags of a domain. Nothing else in SWF has resource tags. */
export const listTagsForResource: ActionHandler<'ListTagsForResource'> = ({ resourceArn }, context) => ({
  response: { tags: [...findDomainByArn(context, resourceArn).tags.values()] },
})
