import { Button, NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sentence } from '../api/problem.ts'
import { useReplay } from '../api/queries.ts'
import { DEAD_LETTER_REASONS } from '../api/types.ts'
import { type LetterSearch, letterSearch } from '../format/search.ts'
import { inWords } from '../format/words.ts'
import styles from '../pages/dead-letters.module.css'

const route = getRouteApi('/dead-letters')

/** Which dead letters are shown, and the button that has just these read again. */
export function LetterFilters({ search }: { search: LetterSearch }) {
  const navigate = route.useNavigate()
  const replay = useReplay()
  const [device, setDevice] = useState(search.device ?? '')
  useEffect(() => setDevice(search.device ?? ''), [search.device])
  const chosen = Object.keys(search).length > 0
  /** What was typed counts, also when something else is changed before it is sent. */
  const change = (part: Record<string, unknown> = {}) => {
    replay.reset()
    void navigate({ search: letterSearch({ ...search, device: device.trim(), ...part }), replace: true })
  }
  return (
    <form
      className={styles.filters}
      aria-label="Which dead letters"
      onSubmit={event => {
        event.preventDefault()
        change()
      }}
    >
      <NativeSelect
        aria-label="Reason"
        value={search.reason ?? ''}
        onChange={event => change({ reason: event.currentTarget.value })}
        data={[
          { value: '', label: 'Any reason' },
          ...DEAD_LETTER_REASONS.map(reason => ({ value: reason, label: inWords(reason) })),
        ]}
      />
      <TextInput
        aria-label="Device"
        placeholder="Any device"
        value={device}
        onChange={event => setDevice(event.currentTarget.value)}
        onBlur={() => device.trim() !== (search.device ?? '') && change()}
      />
      {chosen && (
        <Button variant="default" loading={replay.isPending} onClick={() => replay.mutate(search)}>
          Replay all of these
        </Button>
      )}
      <span role="status" className={replay.error ? styles.problem : 'muted'}>
        {replay.data && `${replay.data.count} are read again.`}
        {replay.error && sentence(replay.error)}
      </span>
    </form>
  )
}
