import { ReyieldError } from '@reyield/workflow'

/** The plan of a bulk command can't be applied: it's damaged, cut off, or for another command or another place. */
export class PlanError extends ReyieldError<'PLAN_INVALID'> {
  static {
    this.prototype.name = 'PlanError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('PLAN_INVALID', message, options)
  }
}

/** Another process applies the plan of a bulk command. */
export class LockedPlanError extends ReyieldError<'PLAN_LOCKED'> {
  static {
    this.prototype.name = 'LockedPlanError'
  }
  constructor(message: string, options?: ErrorOptions) {
    super('PLAN_LOCKED', message, options)
  }
}
