import { inWords } from './words.ts'

/** How the page calls teams and people that the API names by id. */
export interface Names {
  team(id: string): string
  person(id: string): string
  /** A sentence of the service with the names of the technicians in place of their ids. */
  text(sentence: string): string
}

interface Named {
  id: string
  name: string
}

/** What the API shows in place of what somebody may not see. */
export const MASK = '***'
/** What could be the id of somebody. */
const WORDS = /(?:(?:account|token):\d+|[A-Za-z0-9][\w.-]*\w)/g
const SOMEBODY = 'a technician'
const ADMINISTRATOR = 'admin'

/** As a sentence begins. */
export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

interface Known {
  teams?: readonly Named[] | undefined
  technicians?: readonly Named[] | undefined
  /** Ids are those of actors: `account:7`. */
  accounts?: readonly Named[] | undefined
  /** They are not told who anybody is. */
  isGuest?: boolean
}

/** Ids stay what they are where nobody has said a name. */
export function namesFrom({ teams, technicians, accounts, isGuest = false }: Known = {}): Names {
  const nameOf = (all: readonly Named[] = [], id: string) => all.find(each => each.id === id)?.name
  const shown = (name: string | undefined) => (name === MASK ? SOMEBODY : name)
  const known = (id: string) => shown(nameOf(technicians, id))
  const actor = (id: string) => {
    if (id === ADMINISTRATOR) return 'the administrator'
    const [, kind, number] = /^(account|token):(\d+)$/.exec(id) ?? []
    return nameOf(accounts, id) ?? (kind && `${kind} ${number}`)
  }
  return {
    team: id => nameOf(teams, id) ?? (isGuest ? inWords(id) : id),
    person: id => known(id) ?? actor(id) ?? (isGuest ? SOMEBODY : (shown(id) ?? id)),
    text: sentence => capitalised(sentence.replaceAll(WORDS, word => known(word) ?? actor(word) ?? word)),
  }
}
