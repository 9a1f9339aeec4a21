import type { Json } from '../../base/json/index.ts';
import type { Secret } from '../../base/secret/index.ts';
import type { Expression } from '../../language/expression/index.ts';
import type { Entity, SettingValue } from '../../manifest/index.ts';
import type { Decoder, Incremental, Manifest } from '../../manifest/types.generated.ts';
import type { AuthBlocks, FindIdentity, Session } from '../auth/index.ts';
import type { Extraction, TransformItems } from '../extract/index.ts';
import type { CompiledEach, ItemMap } from '../map/index.ts';
import type { CompiledPaginator } from '../pagination/index.ts';
import type { CompiledRequest } from '../request/index.ts';
import type { OwnRateLimit, RateLimit, RetryPolicy, Rules } from '../retry/index.ts';
import type { Carry } from './carry.ts';
import type { CompiledJob } from './job.ts';

export type { SettingValue } from '../../manifest/index.ts';

/** Setting of templates, in which secrets are wrapped. */
export type ScopeSetting = SettingValue | Secret | { readonly [name: string]: ScopeSetting };

/** Scope of templates. Secrets stay wrapped; only auth may unwrap them. */
export interface ConnectorScope {
  readonly settings: Readonly<Record<string, ScopeSetting>>;
  readonly filters: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

/** Compiled manifest with one connection's config and defaults. */
export interface Connector {
  readonly manifest: Manifest;
  readonly scope: ConnectorScope;
  /** Settings that expressions may read: all except secrets. */
  readonly visible: Readonly<Record<string, SettingValue>>;
  readonly auths: AuthBlocks;
  /** Client certificate and CA of the connection. */
  readonly tls: FindIdentity;
  /** Retry policy of logins, and default of streams. */
  readonly retry: RetryPolicy;
  /** Error rules of logins. */
  readonly loginRules: Rules;
  readonly retryBudget: number;
  /** Limits of a whole run. */
  readonly budget: {
    readonly timeMs: number;
    readonly bytes: number;
    readonly items: number;
    readonly rejects: number;
  };
  readonly loginTimeoutMs: number;
  /** Called with each new session, so that its values are redacted from all output. */
  readonly learn: (session: Session) => void;
  /** Request budgets of the credential; all of them apply. */
  readonly rateLimits: readonly RateLimit[];
  /** Streams to sync, parents first. */
  readonly streams: readonly CompiledStream[];
  /** Streams that `fetch` lookups read item by item, by name. */
  readonly fetched: Readonly<Record<string, CompiledStream>>;
  readonly select: Selection;
  /** Entities that the manifest produces, selected or not; built-in ones first. */
  readonly entities: readonly Entity[];
  /** Texts to redact from all output. */
  readonly secrets: readonly string[];
}

/** Selected asset types and entities. */
export interface Selection {
  /** Undefined for all types. */
  readonly assetTypes: readonly string[] | undefined;
  readonly entities: readonly string[];
}

export interface CompiledStream {
  readonly name: string;
  /** Name of its auth; undefined for the manifest's. */
  readonly auth: string | undefined;
  readonly fetch: CompiledRequest;
  readonly job: CompiledJob | undefined;
  readonly extraction: Extraction;
  /** Replaces its items before they are used. */
  readonly transform: TransformItems | undefined;
  readonly paginator: CompiledPaginator;
  readonly key: readonly (readonly string[])[];
  /** Groups of paths; a run warns about a group of which no item has any. */
  readonly expects: readonly (readonly (readonly string[])[])[];
  /** Sources of its partitions; empty for a stream that is read once. */
  readonly sources: readonly CompiledSource[];
  /** It is its own parent: its partitions are listed again when they were read. */
  readonly isRecursive: boolean;
  readonly window: CompiledWindow | undefined;
  readonly incremental: CompiledIncremental | undefined;
  readonly lookups: readonly CompiledLookup[];
  readonly mappings: readonly StreamMapping[];
  /** Streams that read the responses of this one too. */
  readonly members: readonly CompiledStream[];
  readonly rules: Rules;
  /** Request budgets of the stream, in addition to those of the credential. */
  readonly rateLimits: readonly OwnRateLimit[];
  readonly timeoutMs: number;
  /** Format of its pages. */
  readonly decoder: Decoder;
  readonly limit: number;
  readonly concurrency: number;
  /** Parts of its items that other streams read; undefined if none does. */
  readonly carry: Carry | undefined;
  /** Parts of `job` and `file` that maps and child streams read later. */
  readonly jobCarry: Readonly<Partial<Record<'job' | 'file', Carry>>>;
  /** True if its requests use a user's filter: an HTTP 400 is then reported as a filter error. */
  readonly filtered: boolean;
}

/** Source of partition values. */
export interface CompiledSource {
  readonly as: string;
  readonly members: readonly CompiledMember[];
  /** Maximum number of values per partition; undefined for single values. */
  readonly batch: number | undefined;
}

/** One origin of a source's values. */
export type CompiledMember =
  /** With `depth`, the stream itself: its items of the levels before this one. */
  (
    | { readonly kind: 'parent'; readonly stream: string; readonly depth?: number }
    | { readonly kind: 'list'; readonly values: readonly Json[] }
    | { readonly kind: 'computed'; readonly list: Expression }
  ) & {
    readonly where: Expression | undefined;
    readonly value: Expression | undefined;
  };

export interface CompiledWindow {
  /** Rendered ISO 8601 duration; `start` and `end` are instants. */
  readonly length: string;
  readonly start: string;
  readonly end: string;
  readonly format: string;
  readonly zone: string;
}

/** Source of a stream's cursor: a path or an expression over each item, an expression over each page, or a header. */
export type CursorSource =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'item' | 'page'; readonly expression: Expression }
  | { readonly kind: 'header'; readonly name: string };

export interface CompiledIncremental {
  readonly cursor: CursorSource;
  readonly type: Incremental['type'];
  /** Formats of the vendor's times, in the order of trying; empty for the forms that need no format. */
  readonly readFormats: readonly string[];
  /** Format of `{{cursor.start}}`. */
  readonly format: string;
  readonly zone: string;
  readonly perPartition: boolean;
  readonly lookbackMs: number;
  readonly clientSide: boolean;
  /** The list is sorted by the cursor, newest first. */
  readonly isDescending: boolean;
}

export type CompiledLookup =
  | {
      readonly kind: 'join';
      readonly as: string;
      readonly stream: string;
      readonly key: Expression;
      readonly value: Expression;
      readonly keep: boolean;
    }
  | { readonly kind: 'fetch'; readonly as: string; readonly stream: string; readonly when: Expression | undefined };

export interface StreamMapping {
  /** Name of the map, or of the stream that passes its items through. */
  readonly name: string;
  readonly entity: string;
  /** Several items may give the same record, so that repeats are expected. */
  readonly derived?: true;
  readonly map: ItemMap;
  /** Elements of an item that are mapped instead of the item. */
  readonly each?: CompiledEach;
  /** The identity is unique only among the items of one partition. */
  readonly perPartition?: true;
}

/** Finds a stream by name, also one that reads the responses of another stream. */
export const findStream = ({ streams }: Pick<Connector, 'streams'>, name: string): CompiledStream | undefined =>
  streams.flatMap((stream) => [stream, ...stream.members]).find((stream) => stream.name === name);
