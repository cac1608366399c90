/**
 * End-suction pump, 100 m³/h at 60 m and 2950 1/min, on a frequency converter; it takes water of 70 °C from an open
 * vessel 3 m above it. Flows in m³/s, heads in m of that water, speed as share of the rated speed.
 */
export const RATED_FLOW = 100 / 3600
const RATED_HEAD_M = 60
const SHUTOFF_HEAD_M = 78
const HEAD_CURVE = (SHUTOFF_HEAD_M - RATED_HEAD_M) / RATED_FLOW ** 2
/** What it pumps against: 20 m of height, and pipes that take 40 m at the rated flow. */
const STATIC_HEAD_M = 20
const PIPES = (RATED_HEAD_M - STATIC_HEAD_M) / RATED_FLOW ** 2
const SUCTION_HEIGHT_M = 3
/** Suction pipe and strainer take 1 m at the rated flow; full of dirt they would take 17. */
const SUCTION_LOSS = 1 / RATED_FLOW ** 2
const DIRT_LOSS = 16 / RATED_FLOW ** 2
/** What seeps back through the wear rings, as a share of the rated flow. */
const RING_LEAK = 0.02
/** 978 kg/m³ × 9.81 m/s² in bar. */
const BAR_PER_M = 0.0959
const ATMOSPHERE_M = 1.013 / BAR_PER_M

/** What the inside of the pump is like. New and clean: head 1, pipes 1, everything else 0, 70 °C. */
export interface PumpCondition {
  /** Of the impeller and of the pipes of this one machine against the type. */
  head: number
  pipes: number
  /** 0 … 1 each. */
  impellerWear: number
  sealLeak: number
  dirt: number
  liquidC: number
}

export interface Hydraulics {
  /** Delivered, m³/s. */
  flow: number
  /** Gauge pressure behind the pump. */
  dischargeBar: number
  /** Torque as share of the rated one. */
  torque: number
  /** Flow through the impeller against that of the best efficiency at this speed. */
  flowShare: number
  /** 0: no bubbles; 1: the head has dropped by 3 %; beyond: it collapses. */
  cavitation: number
}

export const standstill: Hydraulics = { flow: 0, dischargeBar: 0, torque: 0, flowShare: 1, cavitation: 0 }

/** The speed at which a pump as new delivers `flow`: what the drive's table says. */
export const speedFor = (flow: number): number =>
  Math.sqrt((STATIC_HEAD_M + (HEAD_CURVE + PIPES) * flow * flow) / SHUTOFF_HEAD_M)

/**
 * Where the pump's curve meets the plant's. By bisection, because cavitation bends the curve down steeply; what the
 * pump can do less what the plant takes falls with the flow, so there is one answer.
 */
export function hydraulicsOf(speed: number, condition: PumpCondition): Hydraulics {
  const suctionLoss = SUCTION_LOSS + DIRT_LOSS * condition.dirt
  const plant = PIPES * condition.pipes + suctionLoss - SUCTION_LOSS
  const vapourM = vapourHeadM(condition.liquidC)
  let low = 0
  let high = 1.5 * RATED_FLOW
  for (let i = 0; i < 18; i++) {
    const flow = (low + high) / 2
    const through = impellerFlow(flow, speed, condition)
    const kept = headKept(npshMargin(through, speed, suctionLoss, vapourM))
    if (curveHeadM(through, speed, condition) * kept > STATIC_HEAD_M + plant * flow * flow) low = flow
    else high = flow
  }
  const through = impellerFlow(low, speed, condition)
  const margin = npshMargin(through, speed, suctionLoss, vapourM)
  const kept = headKept(margin)
  const flowShare = through / (RATED_FLOW * speed)
  const headM = curveHeadM(through, speed, condition) * kept
  return {
    flow: low,
    dischargeBar: Math.max(0, BAR_PER_M * (SUCTION_HEIGHT_M - suctionLoss * through * through + headM)),
    // a radial pump takes half of its torque at no flow; a worn one, and one full of vapour, moves less
    torque:
      speed * speed * (0.5 + 0.5 * flowShare) * (1 - 0.12 * condition.impellerWear) * (0.4 + 0.6 * kept),
    flowShare,
    cavitation: cavitationOf(margin),
  }
}

/** What seeps back inside and what is lost at the seal goes through the impeller too. */
const impellerFlow = (flow: number, speed: number, { impellerWear, sealLeak }: PumpCondition): number =>
  flow + RATED_FLOW * speed * (RING_LEAK + 0.1 * impellerWear + 0.05 * sealLeak)

/** H = H₀·n² − a·Q²: the affinity laws, Q ∝ n and H ∝ n², hold for every point of it. */
const curveHeadM = (through: number, speed: number, { head, impellerWear }: PumpCondition): number =>
  Math.max(
    0,
    SHUTOFF_HEAD_M * head * (1 - 0.25 * impellerWear) * speed * speed - HEAD_CURVE * through * through,
  )

/** NPSH available ÷ NPSH required (at which the head has dropped by 3 %, ISO 9906). */
function npshMargin(through: number, speed: number, suctionLoss: number, vapourM: number): number {
  const availableM = ATMOSPHERE_M + SUCTION_HEIGHT_M - suctionLoss * through * through - vapourM
  const share = through / (RATED_FLOW * speed)
  const requiredM = speed * speed * (2.5 + 2.5 * share * share)
  return Math.max(0.3, availableM / requiredM)
}

/** 3 % of the head are lost at a margin of 1 by definition, little before it and everything soon after it. */
const headKept = (margin: number): number =>
  margin > 1.7 ? 1 : Math.max(0.15, 1 - 0.03 * Math.exp(12 * (1 - margin)))

/** Bubbles begin at a margin of about two, long before the head drops (ANSI/HI 9.6.1). */
const cavitationOf = (margin: number): number => Math.min(1.3, Math.max(0, (2.2 - margin) / 1.2)) ** 2

/** Vapour pressure of water as head (Buck 1981). */
const vapourHeadM = (celsius: number): number =>
  (0.0061121 * Math.exp((18.678 - celsius / 234.5) * (celsius / (257.14 + celsius)))) / BAR_PER_M
