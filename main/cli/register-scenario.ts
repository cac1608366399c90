import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineSpec } from '../../simulators/plant/machine.ts'
import { EVERY_DAY } from '../../simulators/scenario/hours.ts'
import type { People, Scenario } from '../../simulators/scenario/schema.ts'
import type { ApiClient } from './client.ts'

/**
 * Registers what a scenario needs: its sites, the classes of its kinds, its people with their shifts, teams and routes,
 * assets and devices. What exists stays as it is, except classes, shifts and routes, which are replaced. Answers the
 * secrets of the devices that are new, by their ids.
 */
export async function registerScenario(
  api: ApiClient,
  { sites, people, recordings }: Scenario,
  machines: readonly MachineSpec[],
): Promise<Map<string, string>> {
  for (const { id, name, timeZone } of sites) await api.postIfAbsent('/sites', { id, name, timeZone })
  const kinds = new Set([...machines.map(({ kind }) => kind), ...recordings.map(each => each.class)])
  for (const { class: equipmentClass } of machineKinds) {
    if (!kinds.has(equipmentClass.id)) continue
    const made = await api.postIfAbsent('/classes', equipmentClass)
    if (made === undefined) await api.put(`/classes/${equipmentClass.id}`, equipmentClass)
  }
  if (people) await registerPeople(api, people, sites[0]?.timeZone ?? 'UTC')
  const secrets = new Map<string, string>()
  for (const { asset, name, site, kind, criticality, device } of machines) {
    await api.postIfAbsent('/assets', { id: asset, name, site, class: kind, criticality })
    const made = await api.postIfAbsent('/devices', { id: device, site, asset })
    if (made) secrets.set(device, (made as { secret: string }).secret)
  }
  return secrets
}

async function registerPeople(
  api: ApiClient,
  { shifts, teams, technicians, routing }: People,
  timeZone: string,
): Promise<void> {
  for (const [id, { days = EVERY_DAY, from, to, ...shift }] of Object.entries(shifts)) {
    const weekly = days.map(day => ({ day, from, to }))
    await api.put(`/calendars/${id}`, {
      ...{ id, timeZone: shift.timeZone ?? timeZone, weekly, holidays: [], exceptions: [] },
    })
  }
  for (const team of teams) await api.postIfAbsent('/teams', team)
  for (const { skills, team = 'maintenance', ...technician } of technicians)
    await api.postIfAbsent('/technicians', { ...technician, team, skills: skills.map(skill => ({ skill })) })
  if (routing) await api.put('/routing', routing)
}
