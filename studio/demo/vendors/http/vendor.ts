import type { DatasetOptions } from '../dataset/list.ts';
import { type Clock, clockFrom } from './clock.ts';
import { type Fault, type Faults, scriptedFaults } from './faults.ts';
import { type Ledger, newLedger } from './ledger.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Listening, ServerOptions } from './server.ts';

/** What every simulated vendor can be told. */
export interface VendorOptions extends Omit<DatasetOptions, 'now'> {
  /** The instant at which the data ends and the vendor's clock starts; real time when absent. */
  readonly now?: number;
  readonly latencyMs?: number;
  readonly rateLimit?: RateLimit;
  readonly gzip?: boolean;
  readonly fail?: readonly Fault[];
}

/** What a test can do to a running vendor. */
interface Control {
  /** The tokens given out so far are refused from now on. No effect where requests are signed. */
  expireTokens(): void;
  advanceClock(ms: number): void;
  failNext(fault: Fault): void;
  /** Changes one item: the `index`-th finding of the `parent`-th application (for HCL, the `index`-th DAST issue); for Checkmarx One a new scan of an environment. */
  touch(parent: number, index?: number): void;
}

/** A simulated vendor that runs. */
export interface Vendor {
  /** A config file's content for a connector of this vendor. */
  readonly config: { readonly settings: Readonly<Record<string, string | number>> };
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly control: Control;
  close(): Promise<void>;
}

/** The parts that each vendor is built around. */
export interface Frame {
  readonly now: number;
  readonly clock: Clock;
  readonly ledger: ReturnType<typeof newLedger>;
  readonly faults: Faults;
  readonly server: ServerOptions;
}

/** Clock, ledger and faults of one vendor. */
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

/** A running vendor from its servers. */
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
    // A change is newer than anything before it.
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
