/**
 * Whether the environment variable REYIELD_DEV=1 says that this is the only worker, and that it's restarted often: `reyield dev` sets it.
 * Then no execution may wait for another worker, or for one that has ended. So no replays are kept between decision tasks, and an execution
 * that can't be decided is held at once.
 */
export const isDevelopment = (): boolean => process.env['REYIELD_DEV'] === '1'
