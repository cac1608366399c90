/** Below are bad; from here to 191 uncertain, from 192 good (OPC). */
const OPC_UNCERTAIN = 64
const OPC_HIGHEST = 255
/** The two highest bits of an OPC UA status code: 00 good, 01 uncertain, 10 bad. */
const UA_UNCERTAIN = 0x4000_0000
const UA_BAD = 0x8000_0000
const GOOD_WORDS = new Set(['good', 'ok', 'valid', 'true', 'uncertain'])

/**
 * Whether a quality flag lets the value pass: good and uncertain do. `good` lists the flags that do, where the usual
 * meaning is not theirs.
 */
export function isGood(flag: unknown, good: readonly (string | number | boolean)[] | undefined): boolean {
  if (typeof flag === 'object') return false
  if (good) return good.some(each => String(each) === String(flag))
  if (typeof flag === 'boolean') return flag
  if (typeof flag === 'string') {
    const number = flag.trim() === '' ? Number.NaN : Number(flag)
    return Number.isNaN(number) ? GOOD_WORDS.has(flag.trim().toLowerCase()) : isGoodCode(number)
  }
  return typeof flag === 'number' && isGoodCode(flag)
}

function isGoodCode(code: number): boolean {
  if (code >= OPC_UNCERTAIN && code <= OPC_HIGHEST) return true
  return code >= UA_UNCERTAIN && code < UA_BAD
}
