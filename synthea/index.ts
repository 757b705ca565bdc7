// The door of the synthetic data room: members, the provider directory, and the demo's own records.
export { makeCast } from './cast.ts'
export { demoRecords } from './demo.ts'
export { makeDirectory } from './directory/directory.ts'
export { familyMemberIds, makeFamilies } from './families.ts'
export { makeMember } from './member.ts'
export { scenarios } from './scenarios.ts'
