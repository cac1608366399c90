import { type Static, Type } from 'typebox'

/**
 * What a workflow state means to everything else: SLA, dispatch, stages and lists know categories only, so that a plant
 * can name and add states as it likes.
 */
export const Category = Type.Enum(
  [
    'review',
    'planned',
    'assigned',
    'active',
    'paused',
    'resolved',
    'verifying',
    'closed',
    'rejected',
    'cancelled',
  ],
  {
    description:
      'review: somebody must decide; planned: it will be done; assigned: somebody is asked to do it; active: it is ' +
      'being done; paused: it waits; resolved: done, as the technician says; verifying: the sensors and the requester ' +
      'are asked; closed: finished; rejected: will not be done (the fault is muted until the signal was quiet); ' +
      'cancelled: not needed any more.',
  },
)
export type Category = Static<typeof Category>

/** Categories in which the ticket is over. */
export const endCategories: readonly Category[] = ['closed', 'rejected', 'cancelled']

/** Categories in which somebody, or something, still has to do something. */
export const openCategories: readonly Category[] = Category.enum.filter(
  category => !endCategories.includes(category),
)

export const isOpen = (category: Category): boolean => !endCategories.includes(category)

/** Categories that end the ticket's episode. A rejected ticket keeps its episode, so that "won't fix" is honoured. */
export const episodeEnding = (category: Category): category is 'closed' | 'cancelled' =>
  category === 'closed' || category === 'cancelled'
