export { makeApplicant, MAX_APPLICANTS } from './applicants.ts';
export type { Locale } from './applicants.ts';
export { LENDING_CLUB_PRODUCT, lendingClubApplication, readLendingClub } from './lendingclub.ts';
export type { LendingClubRow, TownApplication, TownSetting } from './lendingclub.ts';
