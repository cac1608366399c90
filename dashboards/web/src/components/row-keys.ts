import { type KeyboardEvent, useCallback } from 'react'

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** Arrow keys (and j, k) move between the links of a list; Enter is the link's own. */
export function useRowKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback(event => {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a[data-row]')]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    const next = links[at + step]
    if (at === -1 || !next) return
    event.preventDefault()
    next.focus()
  }, [])
}
