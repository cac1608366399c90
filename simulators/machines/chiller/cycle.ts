const KELVIN = 273.15

/**
 * Vapour pressure of R134a, bar absolute: Antoine's equation through the tabled values at −20, 20 and 60 °C, within
 * 0.4 % of the tables from −30 to 70 °C.
 */
export const saturationPressure = (celsius: number): number => Math.exp(10.006 - 2200.4 / (celsius + 246.3))

/** Efficiency of a heat exchanger one side of which evaporates or condenses: ε = 1 − e^(−NTU) (Kays and London). */
export const effectiveness = (transferUnits: number): number => -Math.expm1(-transferUnits)

/** How far the refrigerant is below the leaving water, K, where the water is cooled by `rangeK`. */
export const approach = (rangeK: number, transferUnits: number): number =>
  rangeK * (1 / effectiveness(transferUnits) - 1)

/** Coefficient of performance: the share `quality` of Carnot's between the two saturation temperatures. */
export const coefficientOfPerformance = (
  evaporatingC: number,
  condensingC: number,
  quality: number,
): number => (quality * (evaporatingC + KELVIN)) / (condensingC - evaporatingC)

/** Evaporating and condensing temperature at which the compressor has its nominal capacity, °C. */
export const NOMINAL_EVAPORATING_C = 4
export const NOMINAL_CONDENSING_C = 48
/** Capacity gained per K that the evaporator is warmer (denser gas), lost per K that the condenser is. */
export const CAPACITY_PER_K = 0.03
export const CAPACITY_LOST_PER_K = 0.008
/** Where the building has become as warm as can be borne, it takes no more cold, °C. */
export const BUILDING_C = 24

export interface Balance {
  wantedKw: number
  setpointC: number
  /** At the nominal evaporating temperature. */
  capacityKw: number
  approachPerKw: number
}

/**
 * Supply temperature at which the compressor at full capacity delivers what the building takes, °C; below the setpoint
 * where it has capacity to spare. Two straight lines that meet: Q = capacity · (1 + s · (t_evaporating − t_nominal)) with
 * t_evaporating = t_supply − approach · Q, and Q = wanted · (t_building − t_supply) / (t_building − t_setpoint).
 */
export function warmestBalance({ wantedKw, setpointC, capacityKw, approachPerKw }: Balance): number {
  const perK = capacityKw * CAPACITY_PER_K
  const offered = capacityKw - perK * NOMINAL_EVAPORATING_C
  const taken = (wantedKw / (BUILDING_C - setpointC)) * (1 + perK * approachPerKw)
  return (taken * BUILDING_C - offered) / (taken + perK)
}

export interface Condenser {
  ambientC: number
  takenKw: number
  /** Heat that it gives off per K above the air, kW/K. */
  condenser: number
  quality: number
  evaporatingC: number
}

/** t_c = t_air + Q/K · (1 + 1/COP(t_c)), solved for t_c: the condenser gives off the cold made and the work spent, °C. */
export function condensingTemperature({
  ambientC,
  takenKw,
  condenser,
  quality,
  evaporatingC,
}: Condenser): number {
  const share = takenKw / (condenser * quality * (evaporatingC + KELVIN))
  return (ambientC + takenKw / condenser - share * evaporatingC) / (1 - share)
}
