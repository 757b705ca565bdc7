// Shapes that travel between the admin portal and the App, beside those of operations.ts.

/** One criterion of the plan's list of reasons to reject. */
export interface RejectReason {
  code: string
  /** What the admin ticks. */
  title: string
  /** What the vendor reads. */
  text: string
  /** The admin has to add words. */
  needsText: boolean
}
