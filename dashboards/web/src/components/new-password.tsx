import { TextInput } from '@mantine/core'

/** As the API has it, so that a form need not ask. */
const MIN = 12

interface Twice {
  first: string
  second: string
}

export const NO_PASSWORD: Twice = { first: '', second: '' }

interface NewPasswordProps {
  value: Twice
  change(value: Twice): void
  error: string | undefined
}

/** Typed twice, since nobody sees it. */
export function NewPassword({ value, change, error }: NewPasswordProps) {
  return (
    <>
      <TextInput
        label="New password"
        description={`At least ${MIN} characters; several words are good.`}
        type="password"
        autoComplete="new-password"
        value={value.first}
        error={error}
        onChange={event => change({ ...value, first: event.currentTarget.value })}
      />
      <TextInput
        label="The same once more"
        type="password"
        autoComplete="new-password"
        value={value.second}
        onChange={event => change({ ...value, second: event.currentTarget.value })}
      />
    </>
  )
}

/** What is wrong with it before the server is asked. */
export function passwordProblem({ first, second }: Twice): string | undefined {
  if ([...first].length < MIN) return `Choose at least ${MIN} characters.`
  return first === second ? undefined : 'The two are not the same.'
}
