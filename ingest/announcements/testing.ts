import type { AnnouncementStore } from './store.ts'

/** For decoders of formats that announce nothing. */
export const noAnnouncements: AnnouncementStore = {
  before: async () => new Map(),
  put: async () => undefined,
}
