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
import { readManifestFile, type SimulatedId } from '../../manifests/connectors.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Target and options of a sync; default: a full sync. */
export interface Sync {
  readonly connector: SimulatedId | Manifest;
  readonly vendor: Pick<Vendor, 'config'>;
  /** Folder of the ndjson files. */
  readonly to?: string;
  readonly sinks?: readonly Sink[];
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly filters?: NonNullable<Config['filters']>;
  readonly select?: NonNullable<Config['select']>;
  readonly concurrency?: number;
  readonly stateStore?: StateStore;
  readonly full?: boolean;
  readonly signal?: AbortSignal;
  /** Clock of the run; by default, one on which waiting takes no time. */
  readonly clock?: Ports['clock'];
  readonly wrapHttp?: (http: Ports['http']) => Ports['http'];
}

/** Compiles a built-in or given manifest for a sync. */
export const compileTestConnector = ({ connector, vendor, settings, ...setup }: Sync): Promise<Connector> =>
  compileConnector(typeof connector === 'string' ? readManifestFile(connector) : connector, {
    settings: { ...vendor.config.settings, ...settings },
    ...(setup.filters ? { filters: setup.filters } : {}),
    ...(setup.select ? { select: setup.select } : {}),
    ...(setup.concurrency === undefined ? {} : { concurrency: setup.concurrency }),
  });

/** Runs a sync over real sockets, with a clock on which waiting takes no time. */
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
