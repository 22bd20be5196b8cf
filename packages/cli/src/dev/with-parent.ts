// Imported first by the process of the workers. It ends when `reyield dev` is gone, also if that was killed and could not stop it.
process.once('disconnect', () => process.exit(1))
process.channel?.unref() // it doesn't keep the process alive
