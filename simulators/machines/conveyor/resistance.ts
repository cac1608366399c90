const G = 9.81

export interface Belt {
  lengthM: number
  liftM: number
  /** DIN 22101: friction of the whole line, and what ends, scrapers and feeding add to it. */
  friction: number
  secondary: number
  /** Per metre of conveyor, kg/m: rollers of both strands, one strand of belt, what lies on it. */
  rollersKgM: number
  beltKgM: number
  loadKgM: number
}

/** Force at the circumference of the drive pulley, N (DIN 22101, ISO 5048): C·f·L·g·(m_R + 2m_B + m_L) + H·g·m_L. */
export const drivingForce = (belt: Belt): number =>
  belt.secondary * belt.friction * belt.lengthM * G * (belt.rollersKgM + 2 * belt.beltKgM + belt.loadKgM) +
  belt.liftM * G * belt.loadKgM

/** Largest force that the pulley can give the belt, N: T₂ · (e^(µα) − 1) (Euler and Eytelwein). */
export const traction = (slackN: number, grip: number, wrapRad: number): number =>
  slackN * Math.expm1(grip * wrapRad)

/** Share of the pulley's speed that the belt loses: elastic creep, and more and more of it as the grip is used up. */
export const creep = (used: number): number => 0.006 * used + 0.2 * Math.max(0, used - 0.5) ** 2
