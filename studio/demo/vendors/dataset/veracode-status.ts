/** One state that findings v2 can be in. */
export interface FindingState {
  readonly closed: boolean;
  /** The members of `finding_status` that tell the state, as JSON without braces. */
  readonly json: string;
  /** The same for component findings, which have no mitigation review. */
  readonly scaJson: string;
}

const state = (status: string, resolution: string, resolutionStatus: string, isNew = false): FindingState => {
  const common = `"status":"${status}","resolution":"${resolution}","resolution_status":"${resolutionStatus}","new":${isNew}`;
  return {
    closed: status === 'CLOSED',
    json: `${common},"mitigation_review_status":"${resolutionStatus}"`,
    scaJson: common,
  };
};

/** All the combinations that were seen, frequent ones more than once, and those that tempt to a wrong reading. */
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

/** A state that no table knows. */
export const ODD_STATE = state('SUSPENDED', 'UNRESOLVED', 'NONE');
