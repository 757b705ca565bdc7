// What is wrong with a policy: the key in it, and what to write instead. Becomes a 422 on write, a stop at start.

/** A policy that this box refuses. `at` is the path of the key inside the policy. */
export class PolicyFault extends Error {
  readonly at: string
  readonly reason: string

  constructor(at: string, reason: string) {
    super(`${at}: ${reason}`)
    this.name = 'PolicyFault'
    this.at = at
    this.reason = reason
  }
}
