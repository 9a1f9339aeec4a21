import type { Confidence, ImportReport, OmittedPart } from '../report.ts';

/** Part of a draft that a person accepts or changes: its position, and the evidence for its value. */
export interface DraftProposal {
  readonly part: string;
  /** JSON pointer into the manifest. */
  readonly to: string;
  readonly confidence: Confidence;
  /** Evidence, as a sentence without a full stop. */
  readonly reason: string;
}

/** Proposals of a draft, and the parts of the source that it lacks. */
export interface DraftReport {
  readonly proposals: readonly DraftProposal[];
  readonly omitted: readonly OmittedPart[];
}

const STATED = 'stated by the source';

/** Splits the proposal of a stream, which reports its list, into the endpoint and the record selector. */
function splitStream(one: DraftProposal, endpoint: Pick<DraftProposal, 'confidence' | 'reason'>): DraftProposal[] {
  const [, name] = /^\/streams\/([^/]+)$/.exec(one.to) ?? [];
  if (name === undefined) return [one];
  return [
    { ...endpoint, part: `endpoint of "${name}"`, to: `${one.to}/request` },
    { ...one, part: `records of "${name}"`, to: `${one.to}/records` },
  ];
}

/** Converts the report of an import to proposals. `hasRequests` is false for a sample, whose endpoint is a guess. */
export function toDraftReport(report: ImportReport, hasRequests: boolean): DraftReport {
  const parts = [
    ...report.translated.map(({ from: _, reason = STATED, ...part }) => ({
      ...part,
      confidence: 'high' as const,
      reason,
    })),
    ...report.approximated.map(({ from: _, ...part }) => part),
  ];
  const endpoint: Pick<DraftProposal, 'confidence' | 'reason'> = hasRequests
    ? { confidence: 'high', reason: STATED }
    : { confidence: 'low', reason: 'inferred from the lack of a request: replace it' };
  return { proposals: parts.flatMap((one) => splitStream(one, endpoint)), omitted: report.notTranslated };
}
