import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { Issue } from '../../../manifest/index.ts';

export type TargetStatus = 'ok' | 'empty' | 'missing' | 'unmapped' | 'type' | 'error';

/** Error of the catalogue: code, message and fix. */
export interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Problem of a target, with what is known about its expression. */
export interface ProblemText extends ErrorText {
  /** Position of the error in the expression: the end of the token, in characters. */
  readonly position?: number;
  /** Value that made the expression fail, as JSON; shortened. */
  readonly offending?: string;
}

/** Field of the map, over all items. */
export interface ExplainedTarget extends Partial<ProblemText> {
  readonly target: string;
  readonly required: boolean;
  /** Null if the map does not fill this required field. */
  readonly expression: string | null;
  /** JSON pointer (RFC 6901) into the manifest. */
  readonly pointer: string;
  readonly enum?: string;
  /** Worst status over all items. */
  readonly status: TargetStatus;
  readonly counts: Readonly<Partial<Record<TargetStatus, number>>>;
  readonly filled: number;
  readonly total: number;
  /** Index of the first item with that status, which may be beyond the returned items. */
  readonly example?: number;
}

/** Item of the sample, with its record by target. */
export interface ExplainedItem {
  /** JSON pointer (RFC 6901) into the sample, or null if the manifest computes its records. */
  readonly pointer: string | null;
  /** Set if the request asked for another item: only `pointer` is known. */
  readonly brief?: true;
  readonly skipped?: true;
  readonly record?: JsonObject;
  readonly rejects: readonly (ErrorText & { readonly pointer: string })[];
  readonly values: Readonly<Record<string, Json>>;
  /** Result of the expression, before the enum and the conversion. */
  readonly sources: Readonly<Record<string, Json>>;
  readonly statuses: Readonly<Record<string, TargetStatus>>;
  readonly notes: Readonly<Record<string, ProblemText>>;
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Enum: its values, and the values that occur. */
export interface EnumCoverage {
  readonly name: string;
  /** JSON pointer (RFC 6901) of the enum's values in the manifest. */
  readonly pointer: string;
  readonly targets: readonly string[];
  readonly choices: readonly (string | number)[];
  readonly policy: 'reject' | 'omit' | 'pass' | 'to';
  readonly values: readonly {
    readonly literal: string;
    readonly count: number;
    readonly to: string | number | null;
  }[];
}

/** Difference in the output. Null means that there is no value. */
export interface OutputChange {
  readonly target: string;
  readonly from: Json;
  readonly to: Json;
  readonly count: number;
  readonly of: number;
}

export interface OutputChanges {
  readonly groups: readonly OutputChange[];
  /** Number of omitted groups. */
  readonly more: number;
  /** Reason if there is no output to compare with. */
  readonly error?: ErrorText;
}

/** Reason why a sample gives no records. */
export interface NoRecords {
  readonly message: string;
  /** Change of the manifest that selects the items of the sample. */
  readonly proposal?: {
    /** List of the sample that contains items. */
    readonly list: string;
    /** New value of `records`. */
    readonly records: string;
    /** JSON pointer (RFC 6901) of `records` in the manifest. */
    readonly pointer: string;
  };
}

/** Explanation of a map over a sample, as the studio displays it. */
export interface ExplainedSample {
  readonly problems: readonly Issue[];
  /** Reason if nothing was mapped. */
  readonly error?: ErrorText;
  /** Offset in characters of a syntax error in the sample. */
  readonly samplePosition?: number;
  readonly map: {
    readonly name: string;
    readonly title: string;
    readonly entity: string;
    readonly from: string;
  } | null;
  readonly targets: readonly ExplainedTarget[];
  readonly items: readonly ExplainedItem[];
  readonly totals: {
    readonly items: number;
    readonly records: number;
    readonly rejects: number;
    readonly skipped: number;
  };
  /** Set if only the first items of the sample were mapped. */
  readonly part?: { readonly items: number; readonly of: number };
  /** Set if the sample gives no records. */
  readonly noRecords?: NoRecords;
  readonly enums: readonly EnumCoverage[];
  /** Pointers of the leaves that no target reads, relative to the item. * is any list index. */
  readonly unread: readonly string[];
  /** Number of leaves that are read, and of all leaves. */
  readonly read: string;
  readonly changes: OutputChanges;
  /** Duration in milliseconds. */
  readonly ms: number;
}
