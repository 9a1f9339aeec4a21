/** `finding_status` of findings v2. */
export interface FindingStatus {
  first_found_date: string;
  last_seen_date: string;
  status: string;
  resolution: string;
  resolution_status: string;
  new: boolean;
}

/** Maps 0 and 1 to 1, and keeps 2 to 5; returns undefined for other values. */
export const veracodeSeverity = (severity: number): number | undefined => [1, 1, 2, 3, 4, 5][severity];

/** Returns the contract's status of a finding; an approved mitigation or false positive takes precedence. */
export const veracodeStatus = (state: FindingStatus): string | undefined => {
  const settled = state.resolution === 'MITIGATED' || state.resolution === 'POTENTIAL_FALSE_POSITIVE';
  if (settled && state.resolution_status === 'APPROVED') return 'IGNORED';
  if (state.status === 'OPEN') return state.new || state.first_found_date === state.last_seen_date ? 'NEW' : 'ACTIVE';
  return state.status === 'CLOSED' ? 'FIXED' : undefined;
};
