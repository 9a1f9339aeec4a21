import type { Json, JsonObject } from '../../base/json/index.ts';
import type { Decoder } from '../../manifest/types.generated.ts';

/** Parameter of an operation, as a document declares it or as requests contain it. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header' | 'path';
  readonly isRequired: boolean;
  /** Value to send: the observed one, or the default or example of a required parameter. */
  readonly value?: string | number | boolean | undefined;
  /** JSON Schema of the value, if a document declares it. */
  readonly schema?: JsonObject | undefined;
  readonly description?: string | undefined;
}

/** Request as it was sent, with all its values. Contains secrets: never write it. */
export interface ObservedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | undefined;
}

/** Response as it was received. */
export interface ObservedResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Request and, if it was recorded, its response. */
export interface ObservedExchange {
  /** JSON pointer into the source. */
  readonly from: string;
  readonly title?: string | undefined;
  readonly request: ObservedRequest;
  readonly response?: ObservedResponse | undefined;
}

/** Page of a list that was observed. */
export interface ObservedPage {
  /** Values of the request by parameter: query parameters, and top-level members of a JSON or form body. */
  readonly sent: Readonly<Record<string, Json>>;
  readonly url: string;
  /** Absent if the response was not recorded or cannot be decoded. */
  readonly body?: Json | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Position of page parameters in the request. */
export type ParameterLocation = 'query' | 'json' | 'form';

/** Operation that lists something: the common form of all sources. */
export interface Operation {
  /** JSON pointer into the source. */
  readonly from: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with placeholders: `/projects/{id}/issues`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Observed values of the placeholders, by name. */
  readonly placeholders?: Readonly<Record<string, readonly string[]>>;
  readonly body?:
    | { readonly kind: 'json'; readonly value: Json }
    | { readonly kind: 'form'; readonly value: JsonObject };
  /** JSON Schema of the decoded response, if it is known. */
  readonly schema?: JsonObject | undefined;
  /** Names of the response headers, in lower case. */
  readonly responseHeaders: readonly string[];
  readonly decoder?: Decoder;
  readonly pages: readonly ObservedPage[];
}
