import type { FailureModeSigns, Metric, Quantity } from '../../contracts/registry.ts'
import { quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'

type Side = 'high' | 'low' | 'unstable'

interface GenericMode {
  mode: string
  name: Words
  signs: readonly (readonly [quantity: Quantity, side: Side, weight: number])[]
  advice: Words
}

/**
 * What deviations mean in a machine of which only the quantities are known: for classes without a table of their own.
 * After the tables of ISO 17359 annex B, as far as its machines agree.
 */
const modes: readonly GenericMode[] = [
  {
    mode: 'mechanical_wear',
    name: { en: 'mechanical wear, imbalance or looseness', zh: '机械磨损、不平衡或松动' },
    signs: [
      ['vibration', 'high', 1],
      ['temperature', 'high', 0.4],
      ['current', 'high', 0.2],
      ['power', 'high', 0.2],
    ],
    advice: {
      en: 'listen to the bearings and check couplings and foot bolts',
      zh: '听轴承异响，检查联轴器和地脚螺栓',
    },
  },
  {
    mode: 'friction',
    name: { en: 'friction or failing lubrication', zh: '摩擦增大或润滑不良' },
    signs: [
      ['temperature', 'high', 0.9],
      ['current', 'high', 0.6],
      ['power', 'high', 0.6],
      ['torque', 'high', 0.7],
      ['vibration', 'high', 0.5],
    ],
    advice: { en: 'check the lubrication and look for parts that rub', zh: '检查润滑，查找摩擦部位' },
  },
  {
    mode: 'overheating',
    name: { en: 'poor cooling', zh: '散热不良' },
    signs: [
      ['temperature', 'high', 1],
      ['vibration', 'high', -0.4],
      ['pressure', 'low', -0.2],
    ],
    advice: { en: 'check fans, filters and coolers', zh: '检查风扇、过滤器和冷却器' },
  },
  {
    mode: 'overload',
    name: { en: 'overload or a blocked drive', zh: '过载或驱动受阻' },
    signs: [
      ['current', 'high', 1],
      ['power', 'high', 1],
      ['torque', 'high', 1],
      ['temperature', 'high', 0.5],
      ['speed', 'low', 0.4],
    ],
    advice: { en: 'look at what the machine drives and for parts that jam', zh: '检查负载端，查找卡阻部件' },
  },
  {
    mode: 'blockage',
    name: { en: 'a blockage', zh: '堵塞' },
    signs: [
      ['flow', 'low', 1],
      ['pressure', 'high', 0.5],
      ['pressure', 'low', 0.3],
      ['current', 'low', 0.4],
      ['power', 'low', 0.4],
    ],
    advice: { en: 'check filters, strainers and valves', zh: '检查过滤器、滤网和阀门' },
  },
  {
    mode: 'leak',
    name: { en: 'a leak, or a loss of delivery', zh: '泄漏或出力不足' },
    signs: [
      ['pressure', 'low', 1],
      ['level', 'low', 0.8],
      ['flow', 'low', 0.5],
      ['current', 'low', 0.2],
    ],
    advice: { en: 'look for leaks and check the level', zh: '查找泄漏点，检查液位' },
  },
  {
    mode: 'lost_load',
    name: {
      en: 'a load that is gone: a broken coupling or belt, or running dry',
      zh: '失载：联轴器或皮带断裂，或空转',
    },
    signs: [
      ['current', 'low', 1],
      ['power', 'low', 1],
      ['torque', 'low', 1],
      ['flow', 'low', 0.5],
      ['pressure', 'low', 0.5],
    ],
    advice: { en: 'check coupling, belt and supply of the medium', zh: '检查联轴器、皮带和介质供应' },
  },
  {
    mode: 'supply_fault',
    name: { en: 'a fault of the electrical supply', zh: '供电异常' },
    signs: [
      ['voltage', 'low', 1],
      ['voltage', 'high', 0.8],
      ['voltage', 'unstable', 0.8],
      ['current', 'unstable', 0.5],
      ['current', 'high', 0.3],
    ],
    advice: { en: 'check the supply voltage, fuses and terminals', zh: '检查供电电压、熔断器和接线端子' },
  },
]

const LEADING = 0.7

/** The same as a table of a class, for these metrics. */
export function genericModes(metrics: readonly Metric[]): FailureModeSigns[] {
  const quantities = metrics.map(metric => [metric.key, quantityOf(metric)] as const)
  return modes.flatMap(({ signs, ...row }) => {
    const shown = signs.flatMap(([quantity, symptom, weight]) => {
      const keys = quantities.filter(([, has]) => has === quantity)
      // Of several sensors of one kind a fault is seen in some: of two temperatures perhaps in one.
      const each = keys.length > 1 ? weight * 0.6 : weight
      return keys.map(([metric]) => ({ metric, symptom, weight: each, leads: weight >= LEADING }))
    })
    if (!shown.some(({ leads }) => leads)) return []
    return [{ ...row, signs: shown.map(({ leads: _, ...sign }) => sign) }]
  })
}
