import type {
  CatalogueAnswer,
  ConnectorAnswer,
  ErrorBody,
  GuideAnswer,
  PreviewAnswer,
  PreviewRequest,
  SampleAnswer,
  SaveAnswer,
  SaveRequest,
  SaveTestAnswer,
  SaveTestRequest,
} from './types.generated.ts';

/** A request that the server refused, or that never reached it: code, message and fix as the catalogue of errors says them. */
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
  message: 'The studio’s server does not answer.',
  fix: 'See whether `mapwright studio` still runs in its terminal, then try again.',
};

const readBody = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

function toApiError(response: Response, body: unknown): ApiError {
  const error = (body as { error?: ErrorBody } | undefined)?.error;
  if (error?.message) return new ApiError(response.status, error);
  return new ApiError(response.status, { ...UNREACHABLE, message: `The studio’s server answered ${response.status}.` });
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** One call of the API. Rejects with an ApiError, or with an AbortError when `signal` stopped it. */
export async function callApi<T>(path: string, { method = 'GET', body, signal }: Call = {}): Promise<T> {
  const response = await fetch(`/api/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, UNREACHABLE);
  });
  const answer = await readBody(response);
  if (!response.ok) throw toApiError(response, answer);
  return answer as T;
}

const idPath = (id: string, rest = ''): string => `connectors/${encodeURIComponent(id)}${rest}`;

/** Every route that the page calls, typed by the server's own schemas. */
export const api = {
  catalogue: () => callApi<CatalogueAnswer>('catalogue'),
  connector: (id: string) => callApi<ConnectorAnswer>(idPath(id)),
  guide: (id: string) => callApi<GuideAnswer>(idPath(id, '/guide')),
  sample: (id: string, name: string) => callApi<SampleAnswer>(idPath(id, `/samples/${encodeURIComponent(name)}`)),
  preview: (request: PreviewRequest, signal?: AbortSignal) =>
    callApi<PreviewAnswer>('preview', { method: 'POST', body: request, signal }),
  save: (id: string, request: SaveRequest) =>
    callApi<SaveAnswer>(idPath(id, '/manifest'), { method: 'PUT', body: request }),
  saveTest: (id: string, request: SaveTestRequest) =>
    callApi<SaveTestAnswer>(idPath(id, '/tests'), { method: 'POST', body: request }),
} as const;

/** What went wrong in the words of the catalogue, whatever was thrown. */
export const toErrorBody = (thrown: unknown): ErrorBody =>
  thrown instanceof ApiError
    ? thrown.body
    : { code: 'STUDIO_PAGE', message: String(thrown), fix: 'Load the page again; when it stays, report it.' };
