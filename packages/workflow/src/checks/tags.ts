import { InvalidDefinitionError } from '../errors/definition.ts'

/** Returns the tags, frozen. SWF allows up to 5, of 1 to 256 characters (Amazon SWF API reference, StartWorkflowExecution, tagList). */
export function checkTags(tags: readonly string[], what: string): readonly string[] {
  if (tags.length > 5) {
    throw new InvalidDefinitionError(`${what} has ${tags.length} tags: SWF allows at most 5`)
  }
  const wrong = tags.find(tag => typeof tag !== 'string' || tag.length < 1 || tag.length > 256)
  if (wrong !== undefined) {
    throw new InvalidDefinitionError(
      `A tag of ${what} has ${String(wrong).length} characters: SWF allows 1 to 256`,
    )
  }
  return Object.freeze([...tags])
}
