import type { JsonObject } from '../../../base/json/index.ts';
import type { AuthContext } from './auth.ts';
import { type Component, findComponent } from './component.ts';
import type { Step } from './jinja/code.ts';
import type { Found } from './locations.ts';
import type { ParentStream, SourceNames } from './slices.ts';

/** Stream of the manifest under construction. */
export interface BuiltStream {
  readonly body: JsonObject;
  readonly auth: JsonObject;
  /** Base URL of its requests, and the origins of all of them. */
  readonly base: string;
  readonly origins: readonly string[];
  readonly slices: ReadonlyMap<string, Found>;
  /** Names of its partition values and those of its ancestors. */
  readonly sourceNames: SourceNames;
  readonly notes: readonly StreamNote[];
}

/** Part of a stream that differs, or that the manifest lacks. */
export interface StreamNote {
  readonly kind: 'approximated' | 'omitted';
  readonly part: string;
  readonly reason: string;
  readonly from: string | undefined;
}

/** Environment of the translation of streams. */
export interface StreamEnvironment {
  readonly auth: Omit<AuthContext, 'parameters' | 'slices' | 'translateLogin' | 'notes' | 'baseUrl'> & {
    readonly notes: AuthContext['notes'];
  };
  readonly findParent: (config: Component, keyPath: readonly string[]) => ParentStream;
  /** Base URL of the manifest; undefined while it is not known. */
  readonly addOrigin: (url: string) => string;
  /** Schema of the records of a stream. */
  readonly readSchema: (stream: Component) => JsonObject | undefined;
  /** Origin of links whose host only a response names. */
  readonly addDownloadHost: () => string;
  /** Returns the name of the authentication of a login request. */
  readonly nameSigner: (auth: JsonObject) => string;
  readonly pointerOf: (component: object) => string | undefined;
}

export type Special = Readonly<Record<string, (steps: readonly Step[]) => Found>>;

/** State of the translation of one stream. */
export interface Build {
  readonly environment: StreamEnvironment;
  readonly notes: StreamNote[];
  readonly origins: Set<string>;
  readonly auths: JsonObject[];
}

export const getParameters = (component: Component): JsonObject =>
  (findComponent(component, '$parameters') ?? {}) as JsonObject;

export const createNote = (
  kind: StreamNote['kind'],
  part: string,
  reason: string,
  from: string | undefined,
): StreamNote => ({
  kind,
  part,
  reason,
  from,
});
