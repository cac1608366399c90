import { expect, test } from 'vitest'
import { distanceBetween, distanceKm } from './distance.ts'

const berlin = { latitude: 52.52, longitude: 13.405 }
const paris = { latitude: 48.8566, longitude: 2.3522 }

test('kilometres as the crow flies', () => {
  expect(distanceKm(berlin, paris)).toBeCloseTo(877.5, 0)
  expect(distanceKm(berlin, berlin)).toBe(0)
  expect(distanceKm({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(
    111.2,
    1,
  )
  expect(distanceKm({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 })).toBeCloseTo(20015.1, 1)
})

test('a site is at no distance from itself, and what is not known is null', () => {
  const a = { id: 'a', location: null }
  expect(distanceBetween(a, { ...a })).toBe(0)
  expect(distanceBetween(a, { id: 'b', location: paris })).toBeNull()
  expect(distanceBetween(undefined, a)).toBeNull()
  expect(distanceBetween({ id: 'a', location: berlin }, { id: 'b', location: paris })).toBeCloseTo(877.5, 0)
})
