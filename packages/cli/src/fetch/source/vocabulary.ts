import { catalogue } from '@reyield/workflow/internal'

/** Texts that aren't about a person, because the program itself contains them. */
export interface Vocabulary {
  /** Whole texts: string literals, and names in the code. */
  readonly texts: ReadonlySet<string>
  /** Words that also stay within other texts, such as `order` in `order-7`. */
  readonly words: ReadonlySet<string>
}

/** What Reyield's formats and JavaScript's errors contain (docs/internals/formats.md). */
const ofFormats = [
  ...['reyield', 'input', 'signals', 'cancel', 'value', 'status', 'error', 'encoded', 'code', 'message'],
  ...['name', 'by', 'of', 'result', 'classes', 'stack', 'cause', 'errors', 'causeAgain', 'label', 'again'],
  ...['omitted', 'more', 'data', 'retry', 'v', 'nonRetryable', 'on', 'attempts', 'initial'],
  ...[
    'backoff',
    'maximum',
    'unlimited',
    'skip',
    'throw',
    'invalid',
    'needed',
    'left',
    'field',
    'length',
    'limit',
  ],
  ...['serializer', 'path', 'problem', 'seconds', 'paths', 'superjson', 'json', 'text', 'meta', 'type'],
  // what Lambda and other runtimes call the parts of an error
  ...['errorMessage', 'errorType', 'stackTrace', 'trace', 'true', 'false', 'null', 'Error', 'Unhandled'],
  ...['fulfilled', 'rejected', 'reason', 'details'],
]

/** Adds what Reyield's own formats contain to the texts of a program. */
export const vocabularyOf = ({ texts, words }: Vocabulary): Vocabulary => ({
  texts: new Set([...texts, ...ofFormats, ...Object.keys(catalogue)]),
  words,
})
