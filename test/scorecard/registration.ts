import type { ApiClient } from '../../main/cli/client.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineSpec } from '../../simulators/plant/machine.ts'
import type { People, Scenario } from '../../simulators/scenario/schema.ts'

/** Tells the ticket service of the plant: sites, classes, people, machines with their devices. */
export async function registerPlant(
  api: ApiClient,
  { sites, people }: Scenario,
  machines: readonly MachineSpec[],
): Promise<void> {
  for (const { id, name, timeZone } of sites) await api.postIfAbsent('/sites', { id, name, timeZone })
  const used = new Set(machines.map(({ kind }) => kind))
  for (const { class: equipmentClass } of machineKinds.filter(kind => used.has(kind.class.id))) {
    const made = await api.postIfAbsent('/classes', equipmentClass)
    if (made === undefined) await api.put(`/classes/${equipmentClass.id}`, equipmentClass)
  }
  if (people) await registerPeople(api, people, sites[0]?.timeZone ?? 'UTC')
  for (const { asset, name, site, kind, criticality, device } of machines) {
    await api.post('/assets', { id: asset, name, site, class: kind, criticality })
    await api.post('/devices', { id: device, site, asset })
  }
}

async function registerPeople(api: ApiClient, people: People, siteTimeZone: string): Promise<void> {
  for (const [id, { days, from, to, timeZone = siteTimeZone }] of Object.entries(people.shifts)) {
    const weekly = days.map(day => ({ day, from, to }))
    await api.put(`/calendars/${id}`, { id, timeZone, weekly, holidays: [], exceptions: [] })
  }
  for (const team of people.teams) await api.postIfAbsent('/teams', team)
  for (const { skills, ...technician } of people.technicians) {
    await api.post('/technicians', { ...technician, skills: skills.map(skill => ({ skill })) })
  }
  if (people.routing) await api.put('/routing', people.routing)
}
