import { afterAll } from 'vitest'
import { writeNotes } from './noted.ts'

afterAll(writeNotes) // after each file, although the files of a process share its modules
