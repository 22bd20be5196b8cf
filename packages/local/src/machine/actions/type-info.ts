import { present } from '../../model/present.ts'
import type { RegisteredType } from '../state/registered-type.ts'

/** What the lists and descriptions show of a type, apart from its name. */
export const typeInfo = ({ description, creationDate, deprecationDate }: RegisteredType<unknown>) =>
  present({
    status: deprecationDate === undefined ? ('REGISTERED' as const) : ('DEPRECATED' as const),
    description,
    creationDate,
    deprecationDate,
  })
