/** Pressures at the rated point, Pa: what the fan makes, and of that across the clean filter. */
const RATED_PA = 1200
const CLEAN_FILTER_PA = 120
/** Of the curve: at no flow the fan makes 35 % more than at the rated point. */
const CURVE = 0.35
const FILTER = CLEAN_FILTER_PA / RATED_PA
const DUCT = 1 - FILTER
/** The motor has something in hand for cold air. */
const LOADED = 0.88

export interface Resistance {
  /** Ducts and filter against the type as new. */
  duct: number
  filter: number
  /** Cake on the blades, 0 … 1. */
  fouling: number
  ambientC: number
}

export interface Air {
  /** As share of the rated flow. */
  flow: number
  /** Across the filter. */
  filterPa: number
  /** Torque as share of the motor's rated one. */
  torque: number
}

/**
 * Where the fan's curve p = p₀·n² − b·Q² meets the resistance of ducts and filter, p = k·Q²; in shares of the rated
 * point, so that Q = n·√(p₀ ÷ (b + k)). The fan laws follow: Q ∝ n, p ∝ n², P ∝ n³. Filter media of a ventilation
 * plant lie between laminar and turbulent; the square is near enough. Cold air is denser: p and P go with ρ.
 */
export function airOf(speed: number, { duct, filter, fouling, ambientC }: Resistance): Air {
  const density = 293 / (273 + Math.max(-60, ambientC))
  const curve = (1 + CURVE) * (1 - 0.12 * fouling)
  const resistance = DUCT * duct + FILTER * filter
  const opened = Math.sqrt(curve / (CURVE + resistance))
  const flow = speed * opened
  return {
    flow,
    filterPa: RATED_PA * FILTER * filter * flow * flow * density,
    // backward curved blades: 40 % of the rated torque at no flow
    torque: LOADED * speed * speed * density * (0.4 + 0.6 * opened),
  }
}
