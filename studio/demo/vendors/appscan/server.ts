import { type AppScanDataset, appScanDataset } from '../dataset/appscan.ts';
import { type Handler, json, type Reply, type Seen, text } from '../http/exchange.ts';
import { listen } from '../http/server.ts';
import { frame, type Vendor, type VendorOptions, vendor } from '../http/vendor.ts';
import { APPLICATION_FIELDS, ISSUE_FIELDS } from './fields.ts';
import { queries, refused } from './query.ts';
import { logins } from './tokens.ts';

/** Options of a simulated AppScan on Cloud. */
export interface AppScanOptions extends VendorOptions {
  readonly tokenMinutes?: number;
  /** Number of requests that one token is valid for. */
  readonly tokenUses?: number;
  /** Lists that the key cannot read. */
  readonly forbid?: readonly ('Apps' | 'Issues')[];
  /** Indexes of applications whose issues the key cannot read. */
  readonly forbidApplications?: readonly number[];
}

/** Running AppScan on Cloud with its data. */
export interface RunningAppScan extends Vendor {
  readonly dataset: AppScanDataset;
}

/** Starts an AppScan on Cloud organization: login, applications and issues of API v4. */
export const startAppScan = async (options: AppScanOptions): Promise<RunningAppScan> => {
  const around = frame(options);
  const dataset = appScanDataset({ ...options, now: around.now });
  const keys = logins({ seed: options.seed, minutes: options.tokenMinutes ?? 30, uses: options.tokenUses });
  const answer = queries();
  let changes = 0;

  const handler: Handler = (seen) => {
    if (/^\/api\/v4\/Account\/ApiKeyLogin\/?$/i.test(seen.path))
      return seen.method === 'POST' ? keys.login(seen) : text(405, '');
    if (!keys.accepts(seen)) return text(401, '');
    if (seen.method !== 'GET') return notFound();
    if (/^\/api\/v4\/Apps\/?$/i.test(seen.path)) return apps(seen);
    const [, scope = '', id = '', count] = /^\/api\/v4\/Issues\/(\w+)\/([^/]+)(\/Count)?\/?$/i.exec(seen.path) ?? [];
    return scope === 'Application' ? issues(seen, id, count !== undefined) : notFound();
  };

  const apps = (seen: Seen): Reply => {
    if (options.forbid?.includes('Apps')) return forbidden();
    return answer(seen, { key: 'Apps', list: dataset.applications, fields: APPLICATION_FIELDS });
  };

  const issues = (seen: Seen, id: string, count: boolean): Reply => {
    const application = dataset.applications.indexOf(id);
    if (options.forbid?.includes('Issues')) return forbidden();
    if (application === undefined) return notFound();
    if (options.forbidApplications?.includes(application)) return forbidden();
    if (!['None', 'All', 'Select'].includes(seen.query.get('applyPolicies') ?? 'None'))
      return refused('applyPolicies is not valid.');
    const list = dataset.issues.of(application);
    if (count) return json(200, list.count);
    return answer(seen, { key: `${application} ${changes}`, list, fields: ISSUE_FIELDS });
  };

  const server = await listen(handler, around.server);
  return {
    ...vendor(around, [server], {
      settings: { domain_url: server.origin, key_id: keys.keyId, key_secret: keys.keySecret },
      expireTokens: keys.expireAll,
      touch: (application, index, at) => {
        changes++;
        dataset.issues.touch(application, index, at);
      },
    }),
    dataset,
  };
};

const forbidden = (): Reply => json(403, { Message: 'Access denied', FormatParams: null, Key: 'FORBIDDEN' });

const notFound = (): Reply => json(404, { Message: 'Not found', FormatParams: null, Key: 'NOT_FOUND' });
