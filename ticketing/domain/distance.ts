import { type Static, Type } from 'typebox'
import { exact } from './schema.ts'

/** WGS 84, in degrees. */
export const Location = Type.Object(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  {
    ...exact,
    description: 'Where it is (WGS 84, degrees).',
    examples: [{ latitude: 52.52, longitude: 13.4 }],
  },
)
export type Location = Static<typeof Location>

const EARTH_RADIUS_KM = 6371

/** As the crow flies, by the haversine formula; one decimal. */
export function distanceKm(a: Location, b: Location): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const halfLatitude = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2
  const halfLongitude = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  const h = halfLatitude + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * halfLongitude
  return Math.round(20 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))) / 10
}

interface Place {
  id: string
  location: Location | null
}

/** Null where a place is not known; a site is at no distance from itself. */
export function distanceBetween(a: Place | undefined, b: Place | undefined): number | null {
  if (!a || !b) return null
  if (a.id === b.id) return 0
  return a.location && b.location ? distanceKm(a.location, b.location) : null
}
