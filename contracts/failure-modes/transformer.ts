import type { ModeRow } from './table.ts'

/** Oil-filled transformers. After IEC 60076-7 (loading and temperatures), IEC 60599 and IEEE C57.104 (gases in the oil). */
export const transformer: readonly ModeRow[] = [
  {
    mode: 'cooling_failure',
    name: { en: 'poor cooling', zh: '冷却不良' },
    failureCode: 'OHE',
    signs: [
      ['oil_temperature', 'high', 1],
      ['winding_temperature', 'high', 0.8],
      ['load_current', 'high', -0.6],
      ['dissolved_acetylene', 'high', -0.5],
    ],
    advice: {
      en: 'check fans, pumps and radiator valves and clean the radiators',
      zh: '检查风扇、油泵和散热器阀门，清洁散热器',
    },
  },
  {
    mode: 'overload',
    name: { en: 'overload', zh: '过负荷' },
    failureCode: 'OHE',
    signs: [
      ['load_current', 'high', 1],
      ['winding_temperature', 'high', 0.9],
      ['oil_temperature', 'high', 0.7],
    ],
    advice: { en: 'shed load and check what has been connected', zh: '减负荷，核查新接入的负载' },
  },
  {
    mode: 'hot_spot',
    name: { en: 'an overheated contact or winding', zh: '内部过热' },
    failureCode: 'OHE',
    signs: [
      ['dissolved_ethylene', 'high', 1],
      ['dissolved_hydrogen', 'high', 0.7],
      ['winding_temperature', 'high', 0.4],
      ['dissolved_acetylene', 'high', -0.4],
    ],
    advice: {
      en: 'take an oil sample for the gas analysis and watch the ratios',
      zh: '取油样做色谱分析并跟踪气体比值',
    },
  },
  {
    mode: 'partial_discharge',
    name: { en: 'partial discharge', zh: '局部放电' },
    failureCode: 'PDE',
    signs: [
      ['dissolved_hydrogen', 'high', 1],
      ['dissolved_ethylene', 'high', -0.4],
      ['dissolved_acetylene', 'high', 0.2],
      ['moisture', 'high', 0.4],
    ],
    advice: {
      en: 'take an oil sample and locate the discharge acoustically',
      zh: '取油样，并用超声法定位放电',
    },
  },
  {
    mode: 'arcing',
    name: { en: 'arcing in the oil', zh: '油中电弧放电' },
    failureCode: 'BRD',
    signs: [
      ['dissolved_acetylene', 'high', 1],
      ['dissolved_hydrogen', 'high', 0.8],
      ['dissolved_ethylene', 'high', 0.6],
    ],
    advice: {
      en: 'keep away, take it out of service and have the oil analysed',
      zh: '人员远离，停运并化验油样',
    },
  },
  {
    mode: 'oil_leak',
    name: { en: 'loss of oil', zh: '漏油' },
    failureCode: 'ELU',
    signs: [
      ['oil_level', 'low', 1],
      ['oil_temperature', 'high', 0.3],
    ],
    advice: { en: 'look for oil at seals, valves and radiators', zh: '检查密封、阀门和散热器有无渗油' },
  },
  {
    mode: 'moisture_ingress',
    name: { en: 'moisture in the oil', zh: '油中进水' },
    failureCode: 'PDE',
    signs: [
      ['moisture', 'high', 1],
      ['dissolved_hydrogen', 'high', 0.3],
    ],
    advice: { en: 'check the breather and the seals', zh: '检查呼吸器和密封' },
  },
]
