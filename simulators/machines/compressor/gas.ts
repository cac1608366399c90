/** Specific gas constant of air, kJ/(kg K). */
export const R_AIR = 0.287

/** Temperature behind a polytropic compression, K: T₂ = T₁ · r^((n−1)/n). */
export const dischargeTemperature = (suctionK: number, ratio: number, n: number): number =>
  suctionK * ratio ** ((n - 1) / n)

/** Share of the swept volume that is drawn in: the gas in the clearance expands first. η = 1 + c − c · r^(1/n). */
export const volumetricEfficiency = (ratio: number, n: number, clearance: number): number =>
  1 + clearance - clearance * ratio ** (1 / n)

/** Work of a polytropic compression with suction and discharge, kJ/kg: n/(n−1) · R · T₁ · (r^((n−1)/n) − 1). */
export const compressionWork = (suctionK: number, ratio: number, n: number): number =>
  (n / (n - 1)) * R_AIR * (dischargeTemperature(suctionK, ratio, n) - suctionK)

/**
 * Temperature of the charge when the share `recirculated` of it is gas that comes back hot from the discharge side, K.
 * T₁ = (1 − x) · T_s + x · T₂ and T₂ = heating · T₁, solved for T₁.
 */
export const chargeTemperature = (suctionK: number, heating: number, recirculated: number): number =>
  ((1 - recirculated) * suctionK) / (1 - recirculated * heating)

/** How much a frame on a springy foundation magnifies a force of `hz` against a rigid one (one degree of freedom). */
export const magnification = (hz: number, naturalHz: number, damping: number): number => {
  const ratio = hz / naturalHz
  return 1 / Math.hypot(1 - ratio * ratio, 2 * damping * ratio)
}
