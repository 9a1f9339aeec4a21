/** Confidence of a proposal: `high` if the source states it, `medium` if several signs agree, `low` for a guess. */
export type Confidence = 'high' | 'medium' | 'low';

/** Part of a definition that became part of the manifest. */
export interface TranslatedPart {
  /** Name of the part, such as `stream "findings"` or `paginator of "findings"`. */
  readonly part: string;
  /** JSON pointer into the manifest. */
  readonly to: string;
  /** JSON pointer into the source, if the source is a document. */
  readonly from?: string;
  /** Evidence, if the part was inferred with high confidence. */
  readonly reason?: string;
}

/** Part that the manifest represents differently, or by a guess. */
export interface ApproximatedPart extends TranslatedPart {
  readonly confidence: Confidence;
  /** Reason of the translation: the evidence of a guess, or the difference from the source. */
  readonly reason: string;
}

/** Part of the source that the manifest lacks. */
export interface OmittedPart {
  readonly part: string;
  readonly from?: string;
  readonly reason: string;
}

/** Result of an import, part by part. */
export interface ImportReport {
  readonly translated: readonly TranslatedPart[];
  readonly approximated: readonly ApproximatedPart[];
  readonly notTranslated: readonly OmittedPart[];
}

/** Extent of an import: everything, a part, or nothing that can be used. */
export type ImportExtent = 'whole' | 'partly' | 'nothing';

/** Returns the extent of an import. Approximated parts count as imported; `isUsable` is false without a manifest. */
export const judgeExtent = ({ notTranslated }: ImportReport, isUsable: boolean): ImportExtent => {
  if (!isUsable) return 'nothing';
  return notTranslated.length === 0 ? 'whole' : 'partly';
};
