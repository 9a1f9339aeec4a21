import { type CheckmarxDataset, checkmarxDataset } from '../dataset/checkmarx.ts';
import { type Handler, json, type Reply, type Seen } from '../http/exchange.ts';
import { type Listening, listen } from '../http/server.ts';
import { frame, type Vendor, type VendorOptions, vendor } from '../http/vendor.ts';
import { listEnvironments, listResults, listScans, oneEnvironment, oneScan } from './lists.ts';
import { type Tokens, tokens } from './tokens.ts';

/** Options of a simulated Checkmarx One. */
export interface CheckmarxOptions extends VendorOptions {
  readonly tenant?: string;
  /** Lifetime of access tokens in seconds, 1800 when absent. */
  readonly tokenSeconds?: number;
  /** Endpoints for which the key lacks the role. */
  readonly forbid?: readonly ('environments' | 'scans' | 'results')[];
}

/** Running Checkmarx One with its data. */
export interface RunningCheckmarx extends Vendor {
  readonly dataset: CheckmarxDataset;
}

/** Starts a Checkmarx One tenant: the identity service and the DAST API on separate origins. */
export const startCheckmarx = async (options: CheckmarxOptions): Promise<RunningCheckmarx> => {
  const { tenant = 'acme-corp', tokenSeconds = 1800, seed } = options;
  const around = frame(options);
  const dataset = checkmarxDataset({ ...options, now: around.now });
  // The API key contains the URL of the identity service, which is known only after it listens.
  const parts: { tokens?: Tokens } = {};
  const granted = (): Tokens => {
    if (parts.tokens === undefined) throw new Error('The identity service has not started.');
    return parts.tokens;
  };

  const iam: Listening = await listen((seen) => {
    const [, realm] = /^\/auth\/realms\/([^/]+)\/protocol\/openid-connect\/token$/.exec(seen.path) ?? [];
    if (realm === undefined) return json(404, { error: 'RESTEASY003210: Could not find resource' });
    return seen.method === 'POST'
      ? granted().grant(seen, decodeURIComponent(realm))
      : json(405, { error: 'HTTP 405 Method Not Allowed' });
  }, around.server);

  const handler: Handler = (seen) => {
    if (!granted().accepts(seen)) return json(401, { code: 401, message: 'Unauthorized', type: 'ERROR' });
    const route = ROUTES.find(({ path }) => path.test(seen.path));
    if (route === undefined || seen.method !== 'GET')
      return json(404, { code: 404, message: 'not found', type: 'ERROR' });
    if (options.forbid?.some((area) => area === route.area))
      return json(403, { code: 403, message: 'Forbidden', type: 'ERROR' });
    return route.answer(dataset, seen, route.path.exec(seen.path)?.[1] ?? '');
  };

  const api = await listen(handler, around.server);
  parts.tokens = tokens({
    seed,
    tenant,
    expiresIn: tokenSeconds,
    apiOrigin: () => api.origin,
    iamOrigin: () => iam.origin,
  });
  return {
    ...vendor(around, [api, iam], {
      settings: { domain_name: api.origin, tenant_name: tenant, api_key: granted().apiKey, iam_url: iam.origin },
      expireTokens: () => granted().expireAll(),
      touch: (environment, _index, at) => dataset.touch(environment, at),
    }),
    dataset,
  };
};

interface Route {
  readonly path: RegExp;
  readonly area: string;
  readonly answer: (dataset: CheckmarxDataset, seen: Seen, id: string) => Reply;
}

const ROUTES: readonly Route[] = [
  { path: /^\/api\/dast\/scans\/environments\/?$/, area: 'environments', answer: listEnvironments },
  {
    path: /^\/api\/dast\/scans\/environment\/([^/]+)$/,
    area: 'environments',
    answer: (dataset, _seen, id) => oneEnvironment(dataset, id),
  },
  { path: /^\/api\/dast\/scans\/scans\/?$/, area: 'scans', answer: listScans },
  { path: /^\/api\/dast\/scans\/scan\/([^/]+)$/, area: 'scans', answer: (dataset, _seen, id) => oneScan(dataset, id) },
  { path: /^\/api\/dast\/mfe-results\/results\/([^/]+)$/, area: 'results', answer: listResults },
];
