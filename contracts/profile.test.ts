import { expect, test } from 'vitest'
import { inherited } from './profile.ts'

test('nothing is inherited from nothing', () => {
  expect(inherited(undefined, { detectors: {} })).toBeUndefined()
})

test('each mode and each parameter is as the last that names it says', () => {
  const ofClass = {
    detectors: {
      band: {
        mode: 'symptom' as const,
        parameters: { caution: 2, share: 0.3 },
        metrics: { temperature: { mode: 'off' as const, parameters: { caution: 3 } } },
      },
      limit: { parameters: { holdMs: 1 } },
    },
  }
  const ofAsset = {
    detectors: {
      band: {
        parameters: { share: 0.1 },
        metrics: {
          temperature: { parameters: { caution: 9 } },
          speed: { mode: 'alarm' as const },
        },
      },
    },
  }
  const before = structuredClone([ofClass, ofAsset])
  expect(inherited(ofClass, ofAsset)).toEqual({
    detectors: {
      band: {
        mode: 'symptom',
        parameters: { caution: 2, share: 0.1 },
        metrics: {
          temperature: { mode: 'off', parameters: { caution: 9 } },
          speed: { mode: 'alarm' },
        },
      },
      limit: { parameters: { holdMs: 1 } },
    },
  })
  expect([ofClass, ofAsset]).toEqual(before)
})
