import type { DatasetOptions } from '../dataset/list.ts';
import { type Clock, clockFrom } from './clock.ts';
import { type Fault, type Faults, scriptedFaults } from './faults.ts';
import { type Ledger, newLedger } from './ledger.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Listening, ServerOptions } from './server.ts';

/** Options of every simulated vendor. */
export interface VendorOptions extends Omit<DatasetOptions, 'now'> {
  /** End of the data and start of the vendor's clock; real time when absent. */
  readonly now?: number;
  readonly latencyMs?: number;
  readonly rateLimit?: RateLimit;
  readonly gzip?: boolean;
  readonly fail?: readonly Fault[];
}

/** Controls of a running vendor for tests. */
interface Control {
  /** Revokes all issued tokens. No effect if requests are signed. */
  expireTokens(): void;
  advanceClock(ms: number): void;
  failNext(fault: Fault): void;
  /** Changes one item: the `index`-th finding of the `parent`-th application (for HCL, the `index`-th DAST issue); for Checkmarx One a new scan of an environment. */
  touch(parent: number, index?: number): void;
}

/** Running simulated vendor. */
export interface Vendor {
  /** Content of a config file for a connector of this vendor. */
  readonly config: { readonly settings: Readonly<Record<string, string | number>> };
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly control: Control;
  close(): Promise<void>;
}

/** Parts that all vendors share. */
export interface Frame {
  readonly now: number;
  readonly clock: Clock;
  readonly ledger: ReturnType<typeof newLedger>;
  readonly faults: Faults;
  readonly server: ServerOptions;
}

/** Creates clock, ledger and faults of one vendor. */
export const frame = (options: VendorOptions): Frame => {
  const now = options.now ?? Date.now();
  const [clock, ledger, faults] = [clockFrom(now), newLedger(), scriptedFaults(options.fail)];
  const { latencyMs, rateLimit, gzip } = options;
  const server: ServerOptions = {
    clock,
    ledger,
    faults,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(gzip === undefined ? {} : { gzip }),
  };
  return { now, clock, ledger, faults, server };
};

/** Assembles a running vendor from its servers. */
export const vendor = (
  { ledger, clock, faults }: Frame,
  servers: readonly Listening[],
  { settings, expireTokens = () => {}, touch }: VendorParts,
): Vendor => ({
  config: { settings },
  origins: servers.map(({ origin }) => origin),
  ledger,
  control: {
    expireTokens,
    advanceClock: clock.advance,
    failNext: faults.add,
    // Changes must be newer than all existing data.
    touch: (parent, index = 0) => touch(parent, index, clock.now()),
  },
  close: async () => {
    await Promise.all(servers.map((server) => server.close()));
  },
});

interface VendorParts {
  readonly settings: Vendor['config']['settings'];
  expireTokens?(): void;
  touch(parent: number, index: number, at: number): void;
}
