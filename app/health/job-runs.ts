// When each job of the App last ran and whether it went well; of this process only.

export interface JobRun {
  at: string
  /** Why it failed, in words without a person's data. */
  failed?: string
}

export type JobRuns = Map<string, JobRun>

/** Names of the jobs, as the health page lists them. */
export const jobWords: Readonly<Record<string, string>> = {
  mail: 'Sends mails that are due',
  grants: 'Ends consents whose time is over',
  delegations: 'Ends consents whose delegation is over',
  notices: 'Tells members of connected apps',
  'two-factor': 'Tells admins of their second factor',
  reminders: 'Reminds admins of requests that are due',
}
