import type { Detector } from '../contracts/detector.ts'
import type { DetectorMode } from '../contracts/profile.ts'
import { band } from './band/band.ts'
import { changepoint } from './changepoint/changepoint.ts'
import { clipped } from './clipped/clipped.ts'
import { drift } from './drift/drift.ts'
import { health } from './health/health.ts'
import { limit } from './limit/limit.ts'
import { missing } from './missing/missing.ts'
import { novelty } from './novelty/novelty.ts'
import { perRegime } from './per-regime.ts'
import { profile } from './profile/profile.ts'
import { prognosis } from './prognosis/prognosis.ts'
import { rate } from './rate/rate.ts'
import { silent } from './silent/silent.ts'
import { spectrum } from './spectrum/spectrum.ts'
import { spike } from './spike/spike.ts'
import { stuck } from './stuck/stuck.ts'
import { trend } from './trend/trend.ts'
import { unit } from './unit/unit.ts'
import { zones } from './zones/zones.ts'

/** A detector with the mode in which it runs where no profile says otherwise. */
export interface ShippedDetector {
  detector: Detector
  mode: DetectorMode
}

/** Every detector that can run. A folder that is not listed here does not run, and a test says so. */
export const detectors = [
  { detector: limit, mode: 'alarm' },
  { detector: zones, mode: 'alarm' },
  { detector: rate, mode: 'alarm' },
  { detector: stuck, mode: 'alarm' },
  { detector: clipped, mode: 'alarm' },
  { detector: spike, mode: 'alarm' },
  { detector: unit, mode: 'alarm' },
  { detector: missing, mode: 'alarm' },
  { detector: silent, mode: 'alarm' },
  { detector: spectrum, mode: 'alarm' },
  { detector: perRegime(drift), mode: 'symptom' },
  { detector: health, mode: 'alarm' },
  // alone it is wrong too often to send anybody: see its README
  { detector: perRegime(band), mode: 'symptom' },
  { detector: perRegime(profile), mode: 'symptom' },
  { detector: perRegime(changepoint), mode: 'symptom' },
  // both say when it fails, of what health has found
  { detector: perRegime(trend), mode: 'symptom' },
  { detector: prognosis, mode: 'symptom' },
  // 14 kB a series, and it marks what is new rather than what is wrong: see its README
  { detector: novelty, mode: 'off' },
] as readonly ShippedDetector[]
