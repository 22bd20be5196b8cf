/** The serializers of Reyield, which are configured by their names. Any other name is the path of a module. */
export const builtInSerializers = ['superjson', 'json', 'text'] as const

/** The name of one of them. */
export type BuiltInSerializer = (typeof builtInSerializers)[number]

/** Whether a configured serializer is one of them. */
export const isBuiltIn = (name: string): name is BuiltInSerializer =>
  (builtInSerializers as readonly string[]).includes(name)
