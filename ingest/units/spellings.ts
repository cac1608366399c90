/** One of our spellings → the library's; of a whole unit, or of a factor in one such as `m3/h`. */
const FACTORS = new Map(
  Object.entries({
    // UCUM
    '[degF]': 'degF',
    '[in_i]': 'in',
    '[ft_i]': 'ft',
    '[gal_us]': 'gal',
    '[psi]': 'psi',
    '[HP]': 'hp',
    '[lbf_av]': 'lbf',
    '[lb_av]': 'lb',
    '[g]': 'gee',
    '[ppm]': 'ppm',
    "[in_i'H2O]": 'inH2O',
    'mm[Hg]': 'mmHg',
    // SenML (RFC 8428) and UCUM
    Cel: 'degC',
    Ohm: 'ohm',
    lx: 'lux',
    var: 'VAr',
    kvar: 'kVAr',
    '%EL': '%',
    beats: 'count',
    beat: 'count',
    lat: 'deg',
    lon: 'deg',
    // What devices write
    '°C': 'degC',
    '℃': 'degC',
    '°F': 'degF',
    '℉': 'degF',
    Ω: 'ohm',
    kΩ: 'kohm',
    MΩ: 'Mohm',
    '°': 'deg',
    rev: '1',
    r: '1',
    U: '1',
    Nm: 'N*m',
    kNm: 'kN*m',
    VAs: 'VA*s',
    VAh: 'VA*h',
    kVAh: 'kVA*h',
    varh: 'VAr*h',
    kvarh: 'kVAr*h',
    kVArh: 'kVAr*h',
    vars: 'VAr*s',
    mPas: 'mPa*s',
    GΩ: 'Gohm',
    '°K': 'K',
    G: 'gee',
    mG: '0.001 gee',
    PS: '735.49875 W',
    hr: 'h',
    gpm: 'gal/min',
    GPM: 'gal/min',
    lpm: 'l/min',
    cfm: 'ft3/min',
    CFM: 'ft3/min',
    ips: 'in/s',
    kph: 'km/h',
    kgf: 'kg*gee',
    'kg/cm2': 'kg*gee/cm2',
    'kp/cm2': 'kg*gee/cm2',
    '/100': '%',
    '/': '1',
  }),
)

/** Words, and what cannot be mistaken for another unit: these in any case. */
const WORDS = new Map(
  Object.entries({
    celsius: 'degC',
    degc: 'degC',
    'deg c': 'degC',
    fahrenheit: 'degF',
    degf: 'degF',
    'deg f': 'degF',
    degreescelsius: 'degC',
    'degrees celsius': 'degC',
    degreesfahrenheit: 'degF',
    'degrees fahrenheit': 'degF',
    kelvin: 'K',
    percent: '%',
    pct: '%',
    '%rh': '%',
    '% rh': '%',
    'rh%': '%',
    hz: 'Hz',
    khz: 'kHz',
    amp: 'A',
    amps: 'A',
    ampere: 'A',
    volt: 'V',
    volts: 'V',
    vac: 'V',
    vdc: 'V',
    watt: 'W',
    watts: 'W',
    kw: 'kW',
    kwh: 'kWh',
    bar: 'bar',
    mbar: 'mbar',
    psi: 'psi',
    kpa: 'kPa',
    torr: 'mmHg',
    mmh2o: '9.80665 Pa',
    mh2o: '9806.65 Pa',
    mws: '9806.65 Pa',
    'ft-lb': 'ft*lbf',
    'in-lb': 'in*lbf',
    pcs: 'count',
    rpm: '1/min',
    ohms: 'ohm',
    micron: 'um',
    microns: 'um',
  }),
)

/** Alone these are temperatures, not differences of temperature. */
const SCALES = new Map([
  ['degC', 'tempC'],
  ['degF', 'tempF'],
  ['degR', 'tempR'],
  ['K', 'tempK'],
])

/** A symbol with two meanings: the usual one first; the other is tried where that one cannot be meant. */
const AMBIGUOUS = new Map([
  ['C', ['tempC', 'C']],
  ['F', ['tempF', 'F']],
  ['g', ['g', 'gee']],
  ['mg', ['mg', '0.001 gee']],
  ['rpm', ['1/min', 'rpm']],
])

/** How the value was taken, which makes no other unit: `g RMS`, `bar(g)`, `psig`. Absolute pressures are none of these. */
const MANNER = /(?<=\S)[ _]?(\(rms\)|rms)$|(?<=bar|Pa|psi)( ?\(g\)|g)$/i

const SUPERSCRIPTS = new Map([...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, index) => [sign, '-0123456789'[index] ?? '']))

/** What the text may mean, in the library's words, the likeliest first. */
export function meanings(unit: string): readonly string[] {
  const text = unit
    .trim()
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, sign => SUPERSCRIPTS.get(sign) ?? sign)
    .replace(/[µμ]/g, 'u')
    .replace(/[·⋅]/g, '*')
    .replace(/^[°º] ?/, '°')
    .replace(MANNER, '')
  const ambiguous = AMBIGUOUS.get(text)
  if (ambiguous) return ambiguous
  const whole = FACTORS.get(text) ?? WORDS.get(text.toLowerCase())
  if (whole) return [SCALES.get(whole) ?? whole]
  return [SCALES.get(text) ?? factors(text)]
}

/** A dot between letters multiplies in UCUM; `/min` is one divided by it. */
function factors(text: string): string {
  const product = text.replace(/(?<=[A-Za-z\]])\.(?=[A-Za-z[])/g, '*').replace(/^\//, '1/')
  return product.replace(/[^*/]+/g, factor => {
    const { name, power } = nameAndPower(factor)
    const known = FACTORS.get(factor) ?? FACTORS.get(name)
    if (known === undefined) return factor
    return FACTORS.has(factor) ? known : `${known}${power}`
  })
}

/** `s-1` is a second to the power of -1; read from the end, since an expression would try every beginning. */
function nameAndPower(factor: string): { name: string; power: string } {
  let at = factor.length
  while (at > 0 && /\d/.test(factor.charAt(at - 1))) at--
  if (factor.charAt(at - 1) === '-') at--
  return { name: factor.slice(0, at), power: factor.slice(at) }
}
