export const print = async (parcel: string): Promise<string> => `label of ${parcel}`
export const ship = async (label: string): Promise<string> => `number of ${label}`
export const weigh = async (parcel: string): Promise<number> => parcel.length
