/** Of every kind of listener: small packets go out at once, dead connections are found. */
export const socketOptions = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const
