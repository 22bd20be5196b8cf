import type { Attributes } from './attributes.ts'
import type { LineKind } from './event-line.ts'
import type { Known } from './known.ts'

/** A line without the event's id and time. `payload`: the attribute that is a payload, as it was recorded. */
export interface RowLine {
  readonly kind: LineKind
  readonly text: string
  readonly payload?: string | undefined
}

/** How an event is shown. `undefined`: it is folded into a later line. */
export type Row = (
  of: Attributes,
  known: Known,
  event: { readonly eventId: number; readonly at: Date },
) => RowLine | undefined

export const line = (kind: LineKind, text: string, payload?: string): RowLine => ({ kind, text, payload })

/** A type, with its version unless that is the default: `charge`, `charge@2.0`. */
export const typeText = (
  type: { readonly name: string; readonly version: string } | undefined,
  otherwise: string,
): string =>
  type === undefined ? otherwise : type.version === '1.0' ? type.name : `${type.name}@${type.version}`
