import type { ApproximatedPart, Confidence, ImportReport, OmittedPart, TranslatedPart } from '../report.ts';

/** Collects the report of an import. */
export interface Notes {
  readonly addTranslated: (part: TranslatedPart) => void;
  readonly addApproximated: (part: ApproximatedPart) => void;
  readonly addOmitted: (part: OmittedPart) => void;
  readonly finish: () => ImportReport;
}

/** Creates an empty report. Equal entries are reported once. */
export function createNotes(): Notes {
  const translated: TranslatedPart[] = [];
  const approximated = new Map<string, ApproximatedPart>();
  const notTranslated = new Map<string, OmittedPart>();
  return {
    addTranslated: (part) => translated.push(part),
    addApproximated: (part) => approximated.set(JSON.stringify(part), part),
    addOmitted: (part) => notTranslated.set(JSON.stringify(part), part),
    finish: () => ({
      translated,
      approximated: [...approximated.values()],
      notTranslated: [...notTranslated.values()],
    }),
  };
}

export const createApproximation = (
  part: string,
  to: string,
  reason: string,
  { from, confidence = 'high' }: { from?: string | undefined; confidence?: Confidence } = {},
): ApproximatedPart => ({ part, to, reason, confidence, ...(from === undefined ? {} : { from }) });
