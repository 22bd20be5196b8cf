import { superjson } from '@reyield/data'

const recorded = superjson.serialize({ due: new Date('2026-12-24T18:00:00Z'), items: new Set(['tea']) })
console.log(recorded)
console.log(superjson.deserialize(recorded))
