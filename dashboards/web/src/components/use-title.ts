import { useEffect } from 'react'

/** The tab's title; undefined leaves it for now. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Forewarn`
  }, [title])
}
