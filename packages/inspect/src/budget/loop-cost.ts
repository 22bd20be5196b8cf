/** What a round of a loop costs. A round is from one beginning to the next. */
export interface LoopCost {
  /** How many rounds have begun. */
  readonly rounds: number
  /**
   * Events of a round, to two decimals: the mean of the later half of the complete rounds, at least three of them. The
   * first round is left out if there are others, because operations from before the loop may still run in it. The last
   * round is left out because it may not be complete. If the cost is growing: the events of the last complete round.
   */
  readonly eventsEach: number
  /** Decision tasks of a round, counted in the same way. */
  readonly decisionTasksEach: number
  /**
   * The round in which the history would reach the limit if the loop continues like that. 0: before the first round.
   */
  readonly roundAtLimit: number
  /**
   * Whether each round costs more than the one before. Then `roundAtLimit` takes the growth into account. Needs at
   * least four rounds.
   */
  readonly growing: boolean
}

/** Where a round begins. */
interface Beginning {
  readonly eventId: number
  /** How many decision tasks had been scheduled up to there. */
  readonly decisionTasks: number
}

/** The number of rounds that must have begun, because the first and the last aren't counted. */
export const fewestRounds = 3

/** The cost of a loop that has begun `fewestRounds` or more. */
export function loopCost(beginnings: readonly Beginning[], limit: number): LoopCost {
  const events = gaps(beginnings.map(({ eventId }) => eventId))
  const tasks = gaps(beginnings.map(({ decisionTasks }) => decisionTasks))
  const steady = events.slice(1)
  const line = lineOf(steady.length < 3 ? events : steady)
  const half = steady.slice(-Math.max(3, Math.ceil(steady.length / 2)))
  const late = lineOf(half)
  // A cost that has risen and settled again isn't growing: the later rounds show what the next ones will cost.
  const growing = line.certainty >= clear && line.slope > 0 && late.slope >= line.slope / 2
  const last = growing ? 1 : half.length
  const each = mean(half.slice(-last))
  return {
    rounds: beginnings.length,
    eventsEach: twoDecimals(each),
    decisionTasksEach: twoDecimals(mean(tasks.slice(-last))),
    roundAtLimit: roundAt(
      beginnings,
      limit,
      growing ? round => late.at(half.length - 1 + round) : () => each,
    ),
    growing,
  }
}

/** `costOf(0)` is the last whole round, `costOf(1)` the one that has begun and isn't over. */
function roundAt(beginnings: readonly Beginning[], limit: number, costOf: (round: number) => number): number {
  const begun = beginnings.filter(({ eventId }) => eventId <= limit).length
  if (begun < beginnings.length) return begun
  let round = 1
  let next = beginnings.at(-1)!.eventId + costOf(round)
  while (next <= limit) next += Math.max(1, costOf(++round))
  return begun + round - 1
}

/** A straight line through the costs of successive rounds, by least squares. */
interface Line {
  readonly slope: number
  /** How many times the slope is greater than what chance makes of it (its standard error). */
  readonly certainty: number
  at(index: number): number
}

/** Three rounds of two different costs, in whatever order, have a certainty below 2. */
const clear = 5

function lineOf(costs: readonly number[]): Line {
  const middle = (costs.length - 1) / 2
  const average = mean(costs)
  const spread = sum(costs.map((_, index) => (index - middle) ** 2))
  const slope =
    spread === 0 ? 0 : sum(costs.map((cost, index) => (index - middle) * (cost - average))) / spread
  const at = (index: number) => average + slope * (index - middle)
  const missed = sum(costs.map((cost, index) => (cost - at(index)) ** 2))
  const error = Math.sqrt(missed / (costs.length - 2) / spread)
  const certainty = costs.length < 3 || Math.abs(slope) < 1e-9 ? 0 : Math.abs(slope) / error
  return { slope, certainty, at }
}

const gaps = (places: readonly number[]) => places.slice(1).map((place, index) => place - places[index]!)
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length
const twoDecimals = (value: number) => Math.round(value * 100) / 100
