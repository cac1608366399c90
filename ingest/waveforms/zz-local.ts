import { machineKinds } from '../../simulators/machines/index.ts'
import { Noise } from '../../simulators/machines/random.ts'
import { featuresOf } from './features.ts'
import { TOLD } from './speed.ts'

const bearings: any = {
  motor: { rollers: 8, rollerMm: 17.5, pitchMm: 73 },
  pump: { rollers: 8, rollerMm: 17.5, pitchMm: 73 },
  fan: { rollers: 10, rollerMm: 12.7, pitchMm: 70 },
  gearbox: { rollers: 16, rollerMm: 11, pitchMm: 65.5 },
}
const G = { n: 0, max: 0, at: '', all: [] as number[] }
const noiseRms = Number(process.argv[2] ?? 0.06)
let t0 = performance.now(),
  count = 0
for (const kind of machineKinds) {
  const id = kind.class.id
  if (!bearings[id]) continue
  for (const [mode, sev] of [
    ['', 0],
    ...Object.keys(kind.modes).flatMap(
      m =>
        [
          [m, 0.1],
          [m, 0.3],
          [m, 1],
        ] as any,
    ),
  ] as [string, number][]) {
    const rows: Record<string, number[]> = {}
    for (let seed = 1; seed <= 5; seed++) {
      const model = kind.create(seed)
      const severities: any = Object.fromEntries(Object.keys(kind.modes).map(m => [m, 0]))
      if (mode) severities[mode] = sev
      for (let i = 0; i < 5; i++)
        model.step({ tMs: i * 60000, dtMs: 60000, demand: 0.5 + 0.08 * seed, ambientC: 20, severities })
      const wave = model.waveform!({ seconds: 4, sampleHz: 8192, seed })
      const noise = new Noise(seed * 7 + 1)
      for (let i = 0; i < wave.length; i++) wave[i] = wave[i]! + noiseRms * noise.normal()
      const t = performance.now()
      const f = featuresOf(
        { sampleHz: 8192, samples: wave, speedHz: model.shaftHz },
        { bearing: bearings[id] },
        { hz: model.shaftHz!, tolerance: TOLD.waveform },
      )
      t0 += performance.now() - t
      count++
      if (mode !== 'bearing_wear' && mode !== 'tooth_crack') { G.n++; for (const k of ['bpfo','bpfi','bsf','ftf','impact_1x']) { const v = f[k]; if (v !== undefined) { G.all.push(v); if (v > G.max) { G.max = v; G.at = id + mode + sev + k } } } }
      for (const k in f) (rows[k] ??= []).push(f[k]!)
    }
    const show = (k: string) => {
      const v = rows[k]
      if (!v) return '   -   '
      const m = v.reduce((a, b) => a + b) / v.length
      return `${m.toFixed(1)}[${Math.min(...v).toFixed(1)},${Math.max(...v).toFixed(1)}]`.padEnd(17)
    }
    console.log(
      id.padEnd(8),
      (mode + ' ' + sev).padEnd(20),
      ['velocity', 'crest', 'kurtosis', '1x', '2x', '3x', 'impact_1x', 'bpfo', 'bpfi', 'bsf', 'ftf']
        .map(k => k + ' ' + show(k))
        .join(' '),
    )
  }
}
console.log(performance.now(), count)
