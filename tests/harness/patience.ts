// How long tests wait for what must come: against what hangs, never against what is slow.

/**
 * Milliseconds. Two minutes: a shared machine may stand still for a while (its clock goes on), and what was being waited
 * for comes all the same. Nothing is repeated, and nothing that a test expects is loosened by it.
 */
export const patience = 120_000
