import {
  type Config,
  type Connector,
  compileConnector,
  createPorts,
  type Manifest,
  noState,
  openDestination,
  type Ports,
  type RunReport,
  run,
  type Sink,
  type StateStore,
} from '../../../engine/index.ts';
import type { Vendor } from '../../../studio/demo/vendors/index.ts';
import { type ConnectorId, readManifestFile } from '../../manifests/connectors.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What a sync connects to, and how it differs from a plain full one. */
export interface Sync {
  readonly connector: ConnectorId | Manifest;
  readonly vendor: Pick<Vendor, 'config'>;
  /** The folder of its ndjson files. */
  readonly to?: string;
  readonly sinks?: readonly Sink[];
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly filters?: NonNullable<Config['filters']>;
  readonly select?: NonNullable<Config['select']>;
  readonly concurrency?: number;
  readonly stateStore?: StateStore;
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  /** In place of the machine's: the clock is one on which waiting takes no time unless told otherwise. */
  readonly clock?: Ports['clock'];
  readonly wrapHttp?: (http: Ports['http']) => Ports['http'];
}

/** A shipped manifest, or the one that is given, compiled for a sync. */
export const compileTestConnector = ({ connector, vendor, settings, ...setup }: Sync): Promise<Connector> =>
  compileConnector(typeof connector === 'string' ? readManifestFile(connector) : connector, {
    settings: { ...vendor.config.settings, ...settings },
    ...(setup.filters ? { filters: setup.filters } : {}),
    ...(setup.select ? { select: setup.select } : {}),
    ...(setup.concurrency === undefined ? {} : { concurrency: setup.concurrency }),
  });

/** One real run over real sockets; only waiting is taken out of it. */
export async function runSync(spec: Sync): Promise<RunReport> {
  const {
    to,
    sinks,
    stateStore = noState,
    full = false,
    signal,
    clock = createVirtualClock(),
    wrapHttp = (http) => http,
  } = spec;
  const connector = await compileTestConnector(spec);
  const real = createPorts({ allowPrivate: true });
  const ndjson = to === undefined ? [] : [openDestination(`ndjson:${to}`, { writeOut: async () => undefined })];
  const job = {
    runId: 'test',
    sinks: sinks ?? ndjson,
    stateStore,
    fingerprint: 'test',
    full,
    ...(signal ? { signal } : {}),
  };
  try {
    return await run(connector, job, { ...real, http: wrapHttp(real.http), clock });
  } finally {
    await real.close();
  }
}
