import { Button, type ButtonProps } from '@mantine/core'
import { useState } from 'react'

interface CopyProps extends ButtonProps {
  text: string
  /** What is copied, where a page has several. */
  'aria-label'?: string
}

/** Puts a text where it can be pasted from. */
export function Copy({ text, ...props }: CopyProps) {
  const [copied, setCopied] = useState(false)
  return (
    <Button
      {...props}
      onClick={() =>
        void navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          () => undefined, // it can be marked by hand
        )
      }
    >
      {copied ? 'Copied' : 'Copy'}
    </Button>
  )
}
