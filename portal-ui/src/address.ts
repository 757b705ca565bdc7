// The page's query as the address bar has it now: ahead of what is drawn, so that two changes in a row both count.

/** A copy to change; what a component was drawn with may lack the change before. */
export const queryNow = (): URLSearchParams => new URLSearchParams(window.location.search)
