import type { ValidateFunction } from 'ajv';
import type { ConversionName } from './convert/index.ts';

/** One target field: where its value comes from and what is done with it. */
export interface FieldSpec {
  /** JSONata over the item. */
  readonly value: string;
  /** The field is (part of) the record's identity. */
  readonly identity?: boolean;
  /** The table that the value goes through. */
  readonly enum?: string;
  readonly as?: ConversionName;
  /** IANA name of the zone in which times without one are read; UTC without it. */
  readonly zone?: string;
}

/** A table of values with a policy for what is not in it. */
export interface EnumSpec {
  readonly values: Readonly<Record<string, string | number>>;
  readonly unmapped: 'reject' | 'omit' | 'pass' | { readonly to: string | number };
  /** `loose` ignores case, spaces, `_` and `-`. */
  readonly match?: 'exact' | 'loose';
}

/** One map of a manifest with what it needs of its surroundings, ready to be compiled. */
export interface MapSpec {
  readonly entity: string;
  /** The target's JSON Schema (draft 7). */
  readonly schema: object;
  /** The same as a check that was compiled ahead; without it, one is made. */
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

/** What became of one item. */
export type MapOutcome =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly identity: string }
  | Reject
  | { readonly kind: 'skipped' };

/** An item that could not be mapped, and every enum value that no table knows. */
export interface Reject {
  readonly kind: 'reject';
  /** RFC 6901, into the item: the leaf that caused it. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly unmapped: readonly (readonly [enumName: string, literal: string])[];
}
