import type { Secret } from '../../base/secret/index.ts';
import type { Expression } from '../../language/expression/index.ts';
import type { Incremental, Manifest } from '../../manifest/types.generated.ts';
import type { Scheme, Session } from '../auth/index.ts';
import type { Extraction } from '../extract/index.ts';
import type { CompiledMap } from '../map/index.ts';
import type { CompiledPaginator } from '../pagination/index.ts';
import type { CompiledRequest, compileCapture } from '../request/index.ts';
import type { RetryPolicy, Rules } from '../retry/index.ts';
import type { Carry } from './carry.ts';

export type Entity = 'asset' | 'finding';
export type SettingValue = string | number | boolean;

/** What templates see. Secrets stay wrapped: only auth may unwrap them. */
export interface ConnectorScope {
  readonly settings: Readonly<Record<string, SettingValue | Secret>>;
  readonly filters: Readonly<Record<string, string>>;
  readonly [name: string]: unknown;
}

/** A manifest with one connection's config: defaults filled, everything compiled, frozen. */
export interface Connector {
  readonly manifest: Manifest;
  readonly scope: ConnectorScope;
  /** The settings that expressions may see. */
  readonly visible: Readonly<Record<string, SettingValue>>;
  readonly scheme: Scheme;
  /** Of logins, and where a stream says nothing else. */
  readonly retry: RetryPolicy;
  readonly retryBudget: number;
  /** What a whole run may take. */
  readonly budget: {
    readonly timeMs: number;
    readonly bytes: number;
    readonly items: number;
    readonly rejects: number;
  };
  readonly loginTimeoutMs: number;
  /** Told of each new session, so that no output holds its values. */
  readonly learn: (session: Session) => void;
  readonly rateLimit: { readonly limit: number; readonly perMs: number } | undefined;
  /** Streams to read, parents before those that refer to them. */
  readonly streams: readonly CompiledStream[];
  /** Streams that are read item by item, by name. */
  readonly fetched: Readonly<Record<string, CompiledStream>>;
  readonly select: Selection;
  /** Texts that no output may hold. */
  readonly secrets: readonly string[];
}

/** What of the records is wanted. */
export interface Selection {
  readonly assetTypes: readonly string[];
  readonly entities: readonly Entity[];
}

export interface CompiledStream {
  readonly name: string;
  readonly fetch: CompiledRequest;
  readonly job: CompiledJob | undefined;
  readonly extraction: Extraction;
  readonly paginator: CompiledPaginator;
  readonly key: readonly (readonly string[])[];
  readonly partition: CompiledPartition | undefined;
  readonly window: CompiledWindow | undefined;
  readonly incremental: CompiledIncremental | undefined;
  readonly lookups: readonly CompiledLookup[];
  readonly mappings: readonly StreamMapping[];
  readonly rules: Rules;
  readonly timeoutMs: number;
  /** Its pages are JSON. */
  readonly json: boolean;
  readonly limit: number;
  readonly concurrency: number;
  /** What is kept of its items for other streams; undefined where none refers to it. */
  readonly carry: Carry | undefined;
  /** A user's filter goes into its requests: a refusal is about the filter. */
  readonly filtered: boolean;
}

export interface CompiledPartition {
  readonly parent: string;
  readonly as: string;
  readonly where: Expression | undefined;
  readonly skipOn: readonly number[];
}

export interface CompiledJob {
  readonly create: CompiledRequest;
  readonly capture: Readonly<Record<string, ReturnType<typeof compileCapture>>>;
  readonly poll: CompiledRequest;
  readonly status: Expression;
  readonly states: Readonly<Record<string, 'pending' | 'done' | 'failed'>>;
  readonly unknown: 'pending' | 'fail';
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export interface CompiledWindow {
  /** ISO 8601 durations and instants, rendered. */
  readonly length: string;
  readonly start: string;
  readonly end: string;
  readonly format: string;
  readonly zone: string;
}

export interface CompiledIncremental {
  readonly cursor: readonly string[];
  readonly type: Incremental['type'];
  readonly format: string;
  readonly zone: string;
  readonly perPartition: boolean;
  readonly lookbackMs: number;
  readonly clientSide: boolean;
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
  readonly name: string;
  readonly entity: Entity;
  readonly map: CompiledMap;
}
