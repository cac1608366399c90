import type { MetricDetector } from '../contracts/detector.ts'
import { band } from './band/band.ts'
import { limit } from './limit/limit.ts'

/** Every detector that runs. A folder that is not listed here does not run, and a test says so. */
export const detectors = [limit, band] as readonly MetricDetector[]
