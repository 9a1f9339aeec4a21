/** State of a finding in findings v2. */
export interface FindingState {
  readonly closed: boolean;
  /** Found for the first time by the newest scan. */
  readonly isNew: boolean;
  readonly resolution: string;
  readonly resolutionStatus: string;
  /** State members of `finding_status` as JSON without braces. */
  readonly json: string;
  /** Same members for component findings, which have no mitigation review. */
  readonly scaJson: string;
}

const state = (status: string, resolution: string, resolutionStatus: string, isNew = false): FindingState => {
  const common = `"status":"${status}","resolution":"${resolution}","resolution_status":"${resolutionStatus}","new":${isNew}`;
  return {
    closed: status === 'CLOSED',
    isNew,
    resolution,
    resolutionStatus,
    json: `${common},"mitigation_review_status":"${resolutionStatus}"`,
    scaJson: common,
  };
};

/** Combinations that occur in real data, frequent ones repeated, including those that are easily misinterpreted. */
export const STATES: readonly FindingState[] = [
  state('OPEN', 'UNRESOLVED', 'NONE', true),
  state('OPEN', 'UNRESOLVED', 'NONE'),
  state('OPEN', 'UNRESOLVED', 'NONE'),
  state('CLOSED', 'UNRESOLVED', 'NONE'),
  state('OPEN', 'MITIGATED', 'APPROVED'),
  state('OPEN', 'UNRESOLVED', 'NONE'),
  state('CLOSED', 'MITIGATED', 'APPROVED'),
  state('OPEN', 'POTENTIAL_FALSE_POSITIVE', 'APPROVED', true),
  state('OPEN', 'MITIGATED', 'PROPOSED'),
  state('OPEN', 'POTENTIAL_FALSE_POSITIVE', 'REJECTED'),
  state('CLOSED', 'UNRESOLVED', 'NONE', true),
  state('CLOSED', 'POTENTIAL_FALSE_POSITIVE', 'APPROVED'),
];

/** State that no value table contains. */
export const ODD_STATE = state('SUSPENDED', 'UNRESOLVED', 'NONE');
