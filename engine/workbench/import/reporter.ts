import { formatNote, type Proposal } from './proposal.ts';
import type { ApproximatedPart, ImportReport, OmittedPart, TranslatedPart } from './report.ts';

/** Collects the report of an import. */
export interface Reporter {
  translate(part: TranslatedPart): void;
  /** Reports a proposal: as translated with high confidence, else as approximated with its reason. */
  propose(part: TranslatedPart, proposal: Pick<Proposal<unknown>, 'confidence' | 'reason'>): void;
  omit(part: OmittedPart): void;
  /** Reports whether a position of the manifest was reported. */
  has(to: string): boolean;
  report(): ImportReport;
}

export function createReporter(): Reporter {
  const translated: TranslatedPart[] = [];
  const approximated: ApproximatedPart[] = [];
  const notTranslated: OmittedPart[] = [];
  return {
    translate: (part) => void translated.push(part),
    propose(part, { confidence, reason }) {
      const inferred = { ...part, reason: formatNote(reason) };
      if (confidence === 'high') translated.push(inferred);
      else approximated.push({ ...inferred, confidence });
    },
    omit: (part) => void notTranslated.push(part),
    has: (to) => [...translated, ...approximated].some((one) => one.to === to),
    report: () => ({ translated, approximated, notTranslated }),
  };
}
