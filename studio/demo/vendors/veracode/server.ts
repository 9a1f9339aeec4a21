import { hex64 } from '../dataset/prng.ts';
import { type VeracodeDataset, veracodeDataset } from '../dataset/veracode.ts';
import { zoneText } from '../dataset/zone-text.ts';
import type { Handler, Reply, Seen } from '../http/exchange.ts';
import { listen } from '../http/server.ts';
import { frame, type Vendor, type VendorOptions, vendor } from '../http/vendor.ts';
import { forbidden, notFound, unauthorized } from './answers.ts';
import { listApplications, listFindings } from './lists.ts';
import { reports } from './reports.ts';
import { type Credentials, signatureCheck } from './signature.ts';

export type VeracodeConnector = 'veracode-sast' | 'veracode-dast' | 'veracode-sca';

/** Options of a simulated Veracode. */
export interface VeracodeOptions extends VendorOptions {
  readonly connector?: VeracodeConnector;
  /** Sets the prefix of the credentials and the time zone of reports; `com` (no prefix) when absent. */
  readonly region?: 'com' | 'eu' | 'us';
  /** APIs for which the credentials lack the role. */
  readonly forbid?: readonly Api[];
  readonly reportPolls?: number;
  readonly reportPageSize?: number;
  readonly failingReports?: number;
  /** History in the generated config; the data covers 18 months. */
  readonly historyMonths?: number;
  readonly source?: 'report' | 'findings';
}

type Api = 'applications' | 'findings' | 'report';

/** Running Veracode with its data. */
export interface RunningVeracode extends Vendor {
  readonly dataset: VeracodeDataset;
  readonly zone: string;
}

const ZONES = { com: 'America/New_York', us: 'America/New_York', eu: 'Europe/Berlin' } as const;
const PREFIXES = { com: ['', ''], eu: ['vera01ei-', 'vera01es-'], us: ['vera01fi-', 'vera01fs-'] } as const;

/** Starts a Veracode platform: applications v1, findings v2 and the Reporting API with request signatures. */
export const startVeracode = async (options: VeracodeOptions): Promise<RunningVeracode> => {
  const { region = 'com', connector = 'veracode-sast' } = options;
  const around = frame(options);
  const dataset = veracodeDataset({ ...options, now: around.now });
  const credentials = credentialsOf(options.seed, region);
  const made = reports(dataset, zoneText(ZONES[region], around.now), {
    polls: options.reportPolls ?? 2,
    pageSize: options.reportPageSize ?? (options.findings > 20_000 ? 1000 : 100),
    failing: options.failingReports ?? 0,
  });
  const refusal = signatureCheck(credentials);

  const handler: Handler = (seen) => {
    if (refusal(seen) !== undefined) return unauthorized(seen);
    const route = ROUTES.find(({ method, path }) => method === seen.method && path.test(seen.path));
    if (route === undefined) return notFound(seen.path);
    if (options.forbid?.includes(route.api)) return forbidden();
    return route.answer({ dataset, made, seen }, route.path.exec(seen.path)?.[1] ?? '');
  };

  const server = await listen(handler, around.server);
  return {
    ...vendor(around, [server], {
      settings: {
        api_id: credentials.id,
        api_key: credentials.secret,
        base_url: server.origin,
        history_months: options.historyMonths ?? 18,
        poll_seconds: 0.01,
        ...(options.source === undefined ? {} : { source: options.source }),
      },
      touch: touchOf(dataset, connector),
    }),
    dataset,
    zone: ZONES[region],
  };
};

const touchOf = (dataset: VeracodeDataset, connector: VeracodeConnector): VeracodeDataset['static']['touch'] => {
  if (connector === 'veracode-sca') return dataset.sca.touch;
  return connector === 'veracode-dast' ? dataset.dynamic.touch : dataset.static.touch;
};

interface Context {
  readonly dataset: VeracodeDataset;
  readonly made: ReturnType<typeof reports>;
  readonly seen: Seen;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly api: Api;
  readonly answer: (context: Context, id: string) => Reply;
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/appsec\/v1\/applications\/?$/,
    api: 'applications',
    answer: ({ dataset, seen }) => listApplications(dataset, seen),
  },
  {
    method: 'GET',
    path: /^\/appsec\/v2\/applications\/([^/]+)\/findings\/?$/,
    api: 'findings',
    answer: ({ dataset, seen }, guid) => listFindings(dataset, seen, guid),
  },
  {
    method: 'POST',
    path: /^\/appsec\/v1\/analytics\/report\/?$/,
    api: 'report',
    answer: ({ made, seen }) => made.create(seen),
  },
  {
    method: 'GET',
    path: /^\/appsec\/v1\/analytics\/report\/([^/]+)$/,
    api: 'report',
    answer: ({ made, seen }, id) => made.read(seen, id),
  },
];

const credentialsOf = (seed: number, region: keyof typeof PREFIXES): Credentials => {
  const [idPrefix, secretPrefix] = PREFIXES[region];
  return { id: idPrefix + hex64(seed).slice(0, 32), secret: secretPrefix + hex64(seed + 1) + hex64(seed + 2) };
};
