import { ReyieldError } from '@reyield/workflow'

/** The configuration is wrong or incomplete: an unknown member, a wrong type, a file that can't be loaded. */
export class ConfigError extends ReyieldError<'CONFIG_INVALID'> {
  static {
    this.prototype.name = 'ConfigError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('CONFIG_INVALID', message, options)
  }
}
