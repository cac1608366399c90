import type { Detector } from '../contracts/detector.ts'
import type { DetectorMode } from '../contracts/profile.ts'
import { band } from './band/band.ts'
import { limit } from './limit/limit.ts'
import { spectrum } from './spectrum/spectrum.ts'

/** A detector with the mode in which it runs where no profile says otherwise. */
export interface ShippedDetector {
  detector: Detector
  mode: DetectorMode
}

/** Every detector that can run. A folder that is not listed here does not run, and a test says so. */
export const detectors = [
  { detector: limit, mode: 'alarm' },
  { detector: band, mode: 'alarm' },
  { detector: spectrum, mode: 'alarm' },
] as readonly ShippedDetector[]
