import type { ValidateFunction } from 'ajv';
import type { ConversionName } from './convert/index.ts';

/** Target field: the source of its value and its conversion. */
export interface FieldSpec {
  /** JSONata over the item. */
  readonly value: string;
  /** The field is (part of) the record's identity. */
  readonly identity?: boolean;
  /** Name of the enum table that maps the value. */
  readonly enum?: string;
  readonly as?: ConversionName;
  /** IANA time zone of times without an offset; default UTC. */
  readonly zone?: string;
}

/** Enum table with a policy for unmapped values. */
export interface EnumSpec {
  readonly values: Readonly<Record<string, string | number>>;
  readonly unmapped: 'reject' | 'omit' | 'pass' | { readonly to: string | number };
  /** `loose` ignores case, spaces, `_` and `-`. */
  readonly match?: 'exact' | 'loose';
}

/** Resolved map of a manifest. */
export interface MapSpec {
  readonly entity: string;
  /** The target's JSON Schema (draft 7). */
  readonly schema: object;
  /** Precompiled validator of `schema`; compiled on demand if absent. */
  readonly check?: ValidateFunction;
  /** JSONata; an item for which it is not true is skipped. */
  readonly where?: string;
  /** By dotted target path. */
  readonly fields: Readonly<Record<string, string | FieldSpec>>;
  readonly enums: Readonly<Record<string, EnumSpec>>;
  /** Fixed values by dotted target path. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

export type JsonObject = { [key: string]: unknown };

/** Outcome of one item. */
export type MapOutcome =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly identity: string }
  | Reject
  | { readonly kind: 'skipped' };

/** Item that could not be mapped, with all unmapped enum values. */
export interface Reject {
  readonly kind: 'reject';
  /** RFC 6901 pointer to the item value that caused it. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly unmapped: readonly (readonly [enumName: string, literal: string])[];
}
