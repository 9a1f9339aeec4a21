import type { Connector } from '../pipeline/connector/index.ts';
import type { Ports } from '../pipeline/run/ports.ts';
import {
  createExchangeTap,
  type ExchangeTap,
  type ReadLimits,
  readStreamSample,
  type TestRead,
  type TestReadContext,
} from '../workbench/read/index.ts';
import type { LearnSecrets } from './config/connect.ts';

type GivenLimits = { readonly [Name in keyof ReadLimits]?: number | undefined };

/** Returns the limits of a test read, with defaults. */
export const fillReadLimits = ({ partitions = 2, pages = 2, items = 5 }: GivenLimits): ReadLimits => ({
  partitions,
  pages,
  items,
});

/** Ports and limits of a test read. */
export interface ReaderOptions extends Omit<TestReadContext, 'tap'> {
  readonly ports: Ports;
  /** Bytes of each body to show. */
  readonly bodyBytes: number;
}

/** Connector whose streams can be read and observed. */
export interface StreamReader {
  /** Reads the first pages of a stream; see `readStreamSample`. */
  read(stream: string, options: ReaderOptions): Promise<TestRead>;
}

/** Connects, and passes the secrets that a login returns to the observer of the exchanges. */
export async function connectReader(connect: (learn: LearnSecrets) => Promise<Connector>): Promise<StreamReader> {
  let tap: ExchangeTap | undefined;
  const connector = await connect((secrets) => tap?.learn(secrets));
  return {
    read(stream, { ports, bodyBytes, ...context }) {
      tap = createExchangeTap(() => connector, ports, { bodyBytes });
      return readStreamSample(connector, stream, { tap, ...context });
    },
  };
}
