import { join } from 'node:path'

/** A film, which is transcoded in parts of the same length. */
export interface Film {
  readonly title: string
  readonly parts: number
  readonly framesPerPart: number
}

/** One part of it. */
export interface Part {
  readonly title: string
  readonly part: number
  readonly frames: number
  /** The first frame that isn't transcoded yet: above 0 if another attempt has been interrupted. */
  readonly from: number
}

/** What a heartbeat reports: how many frames of the part are transcoded. */
export interface Progress {
  readonly frames: number
}

/** The transcoded film. */
export interface Transcoded {
  readonly title: string
  readonly bytes: number
  /** A digest of each frame, in order, for a player that checks them. Too long for SWF, so a codec stores it in a file. */
  readonly digests: readonly string[]
}

/** The bytes of a transcoded frame. */
export const frameSize = 64

/** The folder for films and for long payloads, which all processes share. */
export const mediaFolder = process.env['MEDIA_FOLDER'] ?? 'reyield-media'

export const partFile = (title: string, part: number) => join(mediaFolder, title, `part-${part}`)
