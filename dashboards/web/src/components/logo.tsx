/** The mark: a signal that leaves its band. The same drawing as `public/favicon.svg`. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="7" fill="#14434d" />
      <rect x="4" y="15" width="24" height="9" rx="1" fill="#2f7480" />
      <path
        d="M4 20l5-2 4 3 5-4 3-7 2-3"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="24.4" cy="6.6" r="3" fill="#ffb454" />
    </svg>
  )
}
