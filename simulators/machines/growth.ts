import type { Growth } from './kind.ts'

/** Wear at a constant rate: volume worn away is proportional to the distance slid (Archard 1953). Deposits, filters. */
export const linear: Growth = share => share

const RATE = 4
/**
 * Slow for long, then fast: damage that feeds itself, as the degradation of rolling bearings is commonly described
 * (Gebraeel et al., IIE Transactions 37, 2005). At half of the life it has come to 12 %.
 */
export const exponential: Growth = share => Math.expm1(RATE * share) / Math.expm1(RATE)

/** Steadily faster, at the end twice as fast as on average: wear that raises the load on what wears. */
export const accelerating: Growth = share => share * share

const SATURATION = 3
/** Fast, then slower: what fills up or settles towards a new balance. At half of the life it has come to 82 %. */
export const saturating: Growth = share => -Math.expm1(-SATURATION * share) / -Math.expm1(-SATURATION)

const CRACK_GROWS_TO = 20
const lost = 1 - 1 / Math.sqrt(CRACK_GROWS_TO)
/**
 * A fatigue crack after Paris and Erdogan (1963), da/dN = C·(ΔK)³ with ΔK ∝ √a, integrated from the length that can
 * first be seen to one twenty times as long, where it breaks. At half of the life it has come to 9 %.
 */
export const crack: Growth = share => ((1 - lost * share) ** -2 - 1) / (CRACK_GROWS_TO - 1)
