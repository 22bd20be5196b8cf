import { directoryStore, offload } from '@reyield/codecs'
import { mediaFolder } from './film.ts'

/** Long payloads are files of a folder that clients, deciders and workers share, and SWF gets their names. */
export const pipeline = [offload({ store: directoryStore(`${mediaFolder}/payloads`) })]
