import type { RouteTree } from '../../domain/route-tree.ts'

/**
 * How a maker of car parts with two plants and a contractor sends its work, as it would be written for Alertmanager:
 * nested, with `continue`, `not` and regular expressions.
 */
export const organisation: RouteTree = {
  team: 'maintenance',
  weights: { load: 4, distance: 3, experience: 2, seniority: 1, readiness: 3 },
  routes: [
    {
      name: 'sensor faults',
      match: { faultKind: 'sensor' },
      team: 'instrumentation',
      routes: [
        { match: { unit: ['mm/s', 'm/s²'] }, skills: ['vibration-1'] },
        { match: { site: { not: ['stuttgart', 'leipzig'] } }, team: 'contractor' },
      ],
    },
    {
      name: 'inspections of pressure vessels',
      match: { kind: 'predictive', class: { regex: '(pressure_)?vessel' } },
      team: 'inspectors',
      skills: ['pressure-equipment-directive'],
    },
    { name: 'duty engineer watches P1', match: { priority: 'P1' }, team: 'duty', continue: true },
    {
      name: 'press shop',
      match: { within: 'press-shop' },
      team: 'press-mechanics',
      skills: ['press-safety'],
      routes: [
        {
          name: 'drives',
          match: { metric: { regex: '(motor|winding)_.+' } },
          team: 'electricians',
          skills: ['high-voltage'],
        },
        { name: 'hydraulics', match: { faultKey: { regex: '.*(oil|hydraulic).*' } }, team: 'hydraulics' },
        { name: 'the old presses', match: { asset: { regex: 'press-(0[1-9]|1[0-2])' } }, team: 'veterans' },
      ],
    },
    {
      name: 'Leipzig',
      match: { site: 'leipzig' },
      team: 'leipzig',
      routes: [
        { match: { source: 'operator', severity: { not: 'critical' } }, team: 'leipzig-helpdesk' },
        { match: { fields: { warranty: 'true', supplier: { regex: 'acme.*' } } }, team: 'contractor' },
        {
          name: 'rotating',
          match: { class: ['pump', 'motor', 'fan'], detector: ['band', 'spectrum'] },
          skills: ['vibration-1'],
          routes: [{ match: { criticality: 'A' }, skills: ['vibration-2'] }],
        },
      ],
    },
    { name: 'nobody’s assets', match: { assetName: { not: { regex: '.+' } } }, team: 'planning' },
  ],
}
