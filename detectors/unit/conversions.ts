/** What the same quantity reads in another unit: other = value × factor + offset. */
export interface Conversion {
  /** The other unit; empty for a decimal point that has moved. */
  unit: string
  factor: number
  offset: number
}

/** Units of one quantity, each by how many of the first it is. */
const families: readonly Readonly<Record<string, number>>[] = [
  {
    'm/s': 1,
    'mm/s': 1e-3,
    'in/s': 0.0254,
    'cm/s': 0.01,
    'ft/min': 0.00508,
    'km/h': 1 / 3.6,
    'ft/s': 0.3048,
  },
  { 'm/s²': 1, g: 9.80665, mg: 9.80665e-3, 'mm/s²': 1e-3, 'in/s²': 0.0254 },
  {
    Pa: 1,
    hPa: 100,
    kPa: 1e3,
    MPa: 1e6,
    mbar: 100,
    bar: 1e5,
    psi: 6894.757,
    atm: 101_325,
    mmHg: 133.322,
    inH2O: 249.089,
  },
  {
    'm³/h': 1,
    'l/min': 0.06,
    'l/s': 3.6,
    'l/h': 1e-3,
    'm³/s': 3600,
    'm³/min': 60,
    'gal/min': 0.227_125,
    'ft³/min': 1.699_01,
  },
  { W: 1, kW: 1e3, MW: 1e6, hp: 745.7, PS: 735.499, 'BTU/h': 0.293_071 },
  { A: 1, mA: 1e-3, kA: 1e3 },
  { V: 1, mV: 1e-3, kV: 1e3 },
  { Ω: 1, mΩ: 1e-3, kΩ: 1e3, MΩ: 1e6 },
  { Hz: 1, '1/min': 1 / 60, kHz: 1e3, 'rad/s': 1 / (2 * Math.PI) },
  { '%': 0.01, '1': 1, '‰': 1e-3, ppm: 1e-6 },
  { m: 1, mm: 1e-3, cm: 0.01, µm: 1e-6, in: 0.0254, ft: 0.3048, mil: 2.54e-5 },
  { s: 1, ms: 1e-3, min: 60, h: 3600 },
  { N: 1, kN: 1e3, lbf: 4.448_22, kgf: 9.80665 },
  { N·m: 1, kN·m: 1e3, lbf·ft: 1.355_82 },
  { kWh: 1, Wh: 1e-3, MWh: 1e3, MJ: 1 / 3.6, kJ: 1 / 3600 },
  { kg: 1, g: 1e-3, t: 1e3, lb: 0.453_592 },
]

const synonyms: Readonly<Record<string, string>> = {
  'm/s2': 'm/s²',
  'mm/s2': 'mm/s²',
  'in/s2': 'in/s²',
  'm3/h': 'm³/h',
  'm3/s': 'm³/s',
  'm3/min': 'm³/min',
  'L/min': 'l/min',
  'L/s': 'l/s',
  'L/h': 'l/h',
  gpm: 'gal/min',
  cfm: 'ft³/min',
  HP: 'hp',
  rpm: '1/min',
  'r/min': '1/min',
  'min⁻¹': '1/min',
  ohm: 'Ω',
  Ohm: 'Ω',
  mOhm: 'mΩ',
  Nm: 'N·m',
  um: 'µm',
  μm: 'µm',
  degC: '°C',
  Cel: '°C',
  '℃': '°C',
  degF: '°F',
  '℉': '°F',
  F: '°F',
  C: '°C',
}

const temperatures: Readonly<Record<string, readonly Conversion[]>> = {
  '°C': [
    { unit: '°F', factor: 1.8, offset: 32 },
    { unit: 'K', factor: 1, offset: 273.15 },
  ],
  '°F': [
    { unit: '°C', factor: 1 / 1.8, offset: -32 / 1.8 },
    { unit: 'K', factor: 1 / 1.8, offset: 273.15 - 32 / 1.8 },
  ],
  K: [
    { unit: '°C', factor: 1, offset: -273.15 },
    { unit: '°F', factor: 1.8, offset: -459.67 },
  ],
}

/** Where a configured scale is off by it, or nobody knows the unit. */
const decimals: readonly Conversion[] = [10, 100, 1000, 0.1, 0.01, 0.001].map(factor => ({
  ...{ unit: '', factor, offset: 0 },
}))

/** In which other units readings of this unit may arrive. */
export function conversionsOf(unit: string): readonly Conversion[] {
  const known = synonyms[unit] ?? unit
  const temperature = temperatures[known]
  if (temperature) return temperature
  // Of a gram as mass and as acceleration nobody knows which is meant: both.
  const others = families.flatMap(family => {
    const own = family[known]
    if (own === undefined) return []
    return Object.entries(family)
      .filter(([other]) => other !== known)
      .map(([other, scale]) => ({ unit: other, factor: own / scale, offset: 0 }))
  })
  return [...others, ...decimals]
}
