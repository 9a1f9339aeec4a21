import { startPending } from './pending.ts';
import type {
  CatalogueResponse,
  ConnectorResponse,
  ErrorBody,
  GuideResponse,
  PreviewRequest,
  PreviewResponse,
  SampleResponse,
  SaveRequest,
  SaveResponse,
  SaveTestRequest,
  SaveTestResponse,
} from './types.generated.ts';

/** Failed API call: the server refused the request or was not reachable. `body` has the code, message and fix of the error catalogue. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
  }
}

const UNREACHABLE: ErrorBody = {
  code: 'STUDIO_UNREACHABLE',
  message: 'The studio server is not responding.',
  fix: 'Check that `mapwright studio` is still running in its terminal, then try again.',
};

/** Returns the parsed body of a response; undefined if it is not JSON. */
export const readBody = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

/** Converts a refusal to an error. */
export function toApiError(response: Response, body: unknown): ApiError {
  const error = (body as { error?: ErrorBody } | undefined)?.error;
  if (error?.message) return new ApiError(response.status, error);
  return new ApiError(response.status, {
    ...UNREACHABLE,
    message: `The studio server returned status ${response.status}.`,
  });
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Sends a request to the API. Rejects with an ApiError without a response, and with an AbortError when `signal` aborted it. */
export async function send(path: string, { method = 'GET', body, signal }: Call): Promise<Response> {
  return fetch(`/api/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, UNREACHABLE);
  });
}

/** Calls the API and returns the parsed body. Rejects with an ApiError, or with an AbortError when `signal` aborted the call. */
export async function callApi<T>(path: string, options: Call = {}): Promise<T> {
  const endPending = startPending();
  try {
    const response = await send(path, options);
    const body = await readBody(response);
    if (!response.ok) throw toApiError(response, body);
    return body as T;
  } finally {
    endPending();
  }
}

const idPath = (id: string, rest = ''): string => `connectors/${encodeURIComponent(id)}${rest}`;

/** API routes for connectors, previews and manifests, typed by the server's schemas. */
export const api = {
  catalogue: () => callApi<CatalogueResponse>('catalogue'),
  connector: (id: string) => callApi<ConnectorResponse>(idPath(id)),
  guide: (id: string) => callApi<GuideResponse>(idPath(id, '/guide')),
  sample: (id: string, name: string) => callApi<SampleResponse>(idPath(id, `/samples/${encodeURIComponent(name)}`)),
  preview: (request: PreviewRequest, signal?: AbortSignal) =>
    callApi<PreviewResponse>('preview', { method: 'POST', body: request, signal }),
  save: (id: string, request: SaveRequest) =>
    callApi<SaveResponse>(idPath(id, '/manifest'), { method: 'PUT', body: request }),
  saveTest: (id: string, request: SaveTestRequest) =>
    callApi<SaveTestResponse>(idPath(id, '/tests'), { method: 'POST', body: request }),
} as const;

/** Converts any thrown value to an error body. */
export const toErrorBody = (thrown: unknown): ErrorBody =>
  thrown instanceof ApiError
    ? thrown.body
    : { code: 'STUDIO_PAGE', message: String(thrown), fix: 'Reload the page. If the error persists, report it.' };
