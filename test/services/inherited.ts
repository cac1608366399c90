/** Of our own environment what a process that a test starts has, too: nothing that could configure it. */
export const inherited: Record<string, string | undefined> = {
  PATH: process.env.PATH,
  ...(process.env.NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
}
