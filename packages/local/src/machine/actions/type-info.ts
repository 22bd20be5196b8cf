import { present } from '../../model/present.ts'
import type { RegisteredType } from '../state/registered-type.ts'

/** A type as lists and descriptions return it, without its name. */
export const typeInfo = ({ description, creationDate, deprecationDate }: RegisteredType<unknown>) =>
  present({
    status: deprecationDate === undefined ? ('REGISTERED' as const) : ('DEPRECATED' as const),
    description,
    creationDate,
    deprecationDate,
  })
