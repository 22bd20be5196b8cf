import { styleText } from 'node:util'
import { safe } from './safe.ts'
import { columnsOf, columnsOfCharacter } from './width.ts'

/** A style, by a name that `util.styleText` knows. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan'

interface Piece {
  /** Safe for a terminal. */
  readonly text: string
  readonly styles: readonly Style[]
}

/**
 * Text with styles. Whatever it's made from is made safe for a terminal (`safe`), so colors come from styles only, never from a string.
 */
export class Painted {
  readonly pieces: readonly Piece[]
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces
  }
}

/** A tab, which strings can't contain. */
export const tab = new Painted([{ text: '\t', styles: [] }])

/** What can be printed for people. A string is made safe when it's printed. */
export type Text = string | number | Painted

const styled =
  (style: Style) =>
  (text: Text): Painted =>
    new Painted(piecesOf(text).map(({ text, styles }) => ({ text, styles: [style, ...styles] })))

/** Paints text: `paint.red('failed')`. */
export const paint: Readonly<Record<Style, (text: Text) => Painted>> = {
  bold: styled('bold'),
  dim: styled('dim'),
  red: styled('red'),
  green: styled('green'),
  yellow: styled('yellow'),
  blue: styled('blue'),
  magenta: styled('magenta'),
  cyan: styled('cyan'),
}

/** A template with painted parts: ``text`held by ${paint.red(code)}` ``. */
export function text(strings: TemplateStringsArray, ...values: readonly Text[]): Painted {
  return joined(strings.flatMap((string, i) => (i === 0 ? [string] : [values[i - 1]!, string])))
}

/** Texts one after another, with a separator. */
export function joined(texts: readonly Text[], separator: Text = ''): Painted {
  return new Painted(
    texts.flatMap((each, i) => (i === 0 ? piecesOf(each) : [...piecesOf(separator), ...piecesOf(each)])),
  )
}

const piecesOf = (text: Text): readonly Piece[] =>
  text instanceof Painted ? text.pieces : [{ text: safe(String(text)), styles: [] }]

/** The text as it's written, with or without colors. */
export function rendered(text: Text, colored: boolean): string {
  return piecesOf(text)
    .map(({ text, styles }) =>
      !colored || styles.length === 0 || text === ''
        ? text
        : styleText([...styles], text, { validateStream: false }),
    )
    .join('')
}

/** How many columns the text takes. */
export const widthOf = (text: Text): number =>
  piecesOf(text).reduce((columns, piece) => columns + columnsOf(piece.text), 0)

/** The text, cut to a number of columns. `…` stands for the rest. */
export function cut(text: Text, columns: number): Text {
  if (widthOf(text) <= columns) return text
  let left = columns - 1
  const pieces: Piece[] = []
  for (const { text: whole, styles } of piecesOf(text)) {
    let kept = ''
    for (const character of whole) {
      const width = columnsOfCharacter(character)
      if (width > left) {
        left = -1
        break
      }
      left -= width
      kept += character
    }
    pieces.push({ text: left === -1 ? `${kept}…` : kept, styles })
    if (left === -1) break
  }
  return new Painted(columns <= 0 ? [] : pieces)
}
