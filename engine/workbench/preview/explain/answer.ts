import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { Issue } from '../../../manifest/index.ts';

export type TargetStatus = 'ok' | 'empty' | 'missing' | 'unmapped' | 'type' | 'error';

/** What is wrong, in the words of the error catalogue. */
export interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** One field of the map, over all items. */
export interface ExplainedTarget extends Partial<ErrorText> {
  readonly target: string;
  readonly required: boolean;
  /** Null where the map has no such field and the target wants it. */
  readonly expression: string | null;
  /** RFC 6901, into the manifest. */
  readonly pointer: string;
  readonly enum?: string;
  /** The worst of all items. */
  readonly status: TargetStatus;
  readonly counts: Readonly<Partial<Record<TargetStatus, number>>>;
  readonly filled: number;
  readonly total: number;
  /** Index of the first item with that status, which need not be a shown one. */
  readonly example?: number;
}

/** One item of the sample; the records by target. */
export interface ExplainedItem {
  /** RFC 6901, into the sample; null where the manifest computes its records. */
  readonly pointer: string | null;
  readonly skipped?: true;
  readonly record?: JsonObject;
  readonly rejects: readonly (ErrorText & { readonly pointer: string })[];
  readonly values: Readonly<Record<string, Json>>;
  /** What the expression gave, before an enum or a conversion. */
  readonly sources: Readonly<Record<string, Json>>;
  readonly statuses: Readonly<Record<string, TargetStatus>>;
  readonly notes: Readonly<Record<string, ErrorText>>;
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** A value table: what it knows, and what occurs. */
export interface EnumCoverage {
  readonly name: string;
  /** RFC 6901, into the manifest: of the table's values. */
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

/** A difference of the output; null stands for no value. */
export interface OutputChange {
  readonly target: string;
  readonly from: Json;
  readonly to: Json;
  readonly count: number;
  readonly of: number;
}

export interface OutputChanges {
  readonly groups: readonly OutputChange[];
  /** Groups that were left off. */
  readonly more: number;
  /** Why there is nothing to compare with. */
  readonly error?: ErrorText;
}

/** All that a studio shows of a map over a sample. */
export interface ExplainedSample {
  readonly problems: readonly Issue[];
  /** Why nothing was mapped. */
  readonly error?: ErrorText;
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
  readonly enums: readonly EnumCoverage[];
  /** Leaves that no target reads, into the items; * stands for any index of a list. */
  readonly unread: readonly string[];
  /** Leaves that are read, of all. */
  readonly read: string;
  readonly changes: OutputChanges;
  /** Milliseconds that it took. */
  readonly ms: number;
}
