import { Button, NativeSelect } from '@mantine/core'
import { useSites } from '../api/queries.ts'
import { type AccessRole, type Grant, ROLES } from '../api/types.ts'
import styles from '../pages/access.module.css'
import { Problem } from './form.tsx'

const EVERYWHERE = ''

interface GrantsFieldProps {
  grants: readonly Grant[]
  change(grants: Grant[]): void
  error?: string | undefined
}

/** Roles, each at one site or everywhere. */
export function GrantsField({ grants, change, error }: GrantsFieldProps) {
  const sites = useSites().data ?? []
  const replace = (at: number, part: Partial<Grant>) =>
    change(grants.map((grant, index) => (index === at ? { ...grant, ...part } : grant)))
  return (
    <fieldset className={styles.grants}>
      <legend>Roles</legend>
      {grants.map(({ role, site }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place
        <div key={at} className={styles.grant}>
          <NativeSelect
            aria-label={`Role ${at + 1}`}
            value={role}
            data={ROLES.map(value => ({ value, label: value }))}
            onChange={event => replace(at, { role: event.currentTarget.value as AccessRole })}
          />
          <NativeSelect
            aria-label={`Site of role ${at + 1}`}
            value={site ?? EVERYWHERE}
            data={[
              { value: EVERYWHERE, label: 'everywhere' },
              ...sites.map(({ id, name }) => ({ value: id, label: name })),
              ...(site === null || sites.some(({ id }) => id === site) ? [] : [{ value: site, label: site }]),
            ]}
            onChange={event => replace(at, { site: event.currentTarget.value || null })}
          />
          <Button
            variant="subtle"
            aria-label={`Remove role ${at + 1}`}
            onClick={() => change(grants.filter((_, index) => index !== at))}
          >
            Remove
          </Button>
        </div>
      ))}
      {grants.length === 0 && <p className="muted">No role: nothing can be seen.</p>}
      <div>
        <Button
          variant="default"
          size="xs"
          onClick={() => change([...grants, { role: 'viewer', site: null }])}
        >
          Add a role
        </Button>
      </div>
      <Problem>{error}</Problem>
    </fieldset>
  )
}
