import type { DeviceDetector, MetricDetector } from '../contracts/detector.ts'
import { band } from './band/band.ts'
import { clipped } from './clipped/clipped.ts'
import { drift } from './drift/drift.ts'
import { limit } from './limit/limit.ts'
import { missing } from './missing/missing.ts'
import { rate } from './rate/rate.ts'
import { spike } from './spike/spike.ts'
import { stuck } from './stuck/stuck.ts'
import { unit } from './unit/unit.ts'
import { zones } from './zones/zones.ts'

/** Every detector that runs. A folder that is not listed here does not run, and a test says so. */
export const detectors = [
  limit,
  band,
  stuck,
  clipped,
  spike,
  unit,
  drift,
  rate,
  zones,
] as readonly MetricDetector[]
export const deviceDetectors = [missing] as readonly DeviceDetector[]
