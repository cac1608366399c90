import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { given } from '../../../../contracts/api/client.ts'
import type { ApiFile } from '../api/client.ts'
import { sentence } from '../api/problem.ts'
import { useSession } from '../session/session.tsx'
import styles from './export-list.module.css'
import { Problem } from './form.tsx'

/** Who exports from a page opens the file in a spreadsheet, which takes it for UTF-8 only with a byte order mark. */
const FORMATS = { 'csv-bom': 'CSV', parquet: 'Parquet' } as const
type Format = keyof typeof FORMATS

interface ExportListProps {
  /** What is in it, as `tickets`. */
  what: string
  /** The list's path under `/api/v1`. */
  path: string
  /** Its filters, as they are on the page. */
  query?: Record<string, string | boolean | undefined>
}

/** All of a list as a file, not only what is loaded. */
export function ExportList({ what, path, query = {} }: ExportListProps) {
  const { api } = useSession()
  const file = useMutation({
    mutationFn: (format: Format) => {
      const search = Object.entries(given({ ...query, format })).map(([name, value]) => [name, String(value)])
      return api.download(`/api/v1${path}?${new URLSearchParams(search)}`)
    },
    onSuccess: save,
  })
  return (
    <fieldset className={styles.export}>
      <legend>Export {what}</legend>
      {(Object.keys(FORMATS) as Format[]).map(format => (
        <Button
          key={format}
          size="xs"
          variant="default"
          aria-label={`Export ${what} as ${FORMATS[format]}`}
          loading={file.isPending && file.variables === format}
          disabled={file.isPending}
          onClick={() => file.mutate(format)}
        >
          {FORMATS[format]}
        </Button>
      ))}
      <Problem>{file.error && sentence(file.error)}</Problem>
    </fieldset>
  )
}

/** As when a link to it is pressed. */
export function save({ name, content }: ApiFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000) // the browser has begun to read it by then
}
