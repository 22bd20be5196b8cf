/** Reserves an item and returns the number of the reservation. */
export const reserve = async (item: string): Promise<string> => `reservation of ${item}`

/** Sends a reserved item. */
export const ship = async (reservation: string): Promise<string> => `parcel for the ${reservation}`
