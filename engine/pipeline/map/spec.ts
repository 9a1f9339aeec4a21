import type { ValidateFunction } from 'ajv';
import type { Bindings, PageAllowance } from '../../language/expression/index.ts';
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
  /** Further targets that are part of the record's identity, in this order. */
  readonly identity?: readonly string[];
  readonly enums: Readonly<Record<string, EnumSpec>>;
  /** Fixed values by dotted target path. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

/** Value that an enum does not list. */
export type EnumLiteral = readonly [enumName: string, literal: string];

export type JsonObject = { [key: string]: unknown };

/** Outcome of one item. */
export type MapOutcome =
  | {
      readonly kind: 'record';
      readonly record: JsonObject;
      /** Undefined for an entity without an identity. */
      readonly identity: string | undefined;
      /** Values that an enum does not list and its default replaced, omitted or passed; absent without any. */
      readonly defaulted?: readonly EnumLiteral[];
    }
  | Reject
  | { readonly kind: 'skipped' };

/** Turns items of a stream into records. */
export interface ItemMap {
  /**
   * Maps an item without changing it. `scope` contains variables by name without `$`; `page` limits the resources of all
   * items of a page. Returns a promise if JSONata's interpreter runs.
   */
  map(item: unknown, scope: Bindings, page?: PageAllowance): MapOutcome | Promise<MapOutcome>;
  /** Maps an item with the JSONata interpreter only. Use it for pages for which `needsInterpreter` returns true. */
  mapInterpreted(item: unknown, scope: Bindings, page?: PageAllowance): Promise<MapOutcome>;
}

/** Item that could not be mapped, with all unmapped enum values. */
export interface Reject {
  readonly kind: 'reject';
  /** RFC 6901 pointer to the item value that caused it. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly unmapped: readonly EnumLiteral[];
}
