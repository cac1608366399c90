/** Linear: other = value × factor + offset. */
export interface UnitChange {
  unit: string
  factor: number
  offset: number
}

const times = (unit: string, factor: number): UnitChange => ({ unit, factor, offset: 0 })

/** What a transmitter shows that was replaced by one for another market, or set up from another template. */
const others: Readonly<Record<string, UnitChange>> = {
  '°C': { unit: '°F', factor: 1.8, offset: 32 },
  K: { unit: '°F', factor: 1.8, offset: 0 },
  'mm/s': times('in/s', 1 / 25.4),
  'm/s': times('ft/min', 196.850394),
  'm/s²': times('g', 1 / 9.80665),
  bar: times('psi', 14.5037738),
  Pa: times('mbar', 0.01),
  kPa: times('psi', 0.145037738),
  'm³/h': times('l/min', 1000 / 60),
  kW: times('hp', 1.34102209),
  A: times('mA', 1000),
  V: times('mV', 1000),
  Hz: times('1/min', 60),
  '1/min': times('Hz', 1 / 60),
  '%': times('', 0.01),
}

/** The other unit that is usual for this one; without one, a decimal point that has moved. */
export const otherUnit = (unit: string): UnitChange => others[unit] ?? times(unit, 10)
