import type { Connector } from '../../pipeline/connector/index.ts';
import { forgotten } from '../../pipeline/run/kept-secrets.ts';
import { createMeter } from '../../pipeline/run/meter.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { partitionsOf } from '../../pipeline/run/partitions.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { readPartition } from '../../pipeline/run/read-partition.ts';
import { ownSessions } from '../../pipeline/run/session-pool.ts';
import { connectVendor } from '../../pipeline/run/vendor.ts';

/** A stream's first page. */
export interface FirstPage {
  readonly items: number;
  /** There are further pages. */
  readonly more: boolean;
}

export interface FirstPageOptions {
  readonly ports: Ports;
  readonly signal: AbortSignal;
}

/**
 * Asks the vendor for the first page of a stream that is read by itself; undefined for one that is read for the items of
 * another, or by a report that would have to be ordered. Rejects with what the vendor or the network does.
 */
export async function firstPageOf(
  connector: Connector,
  name: string,
  { ports, signal }: FirstPageOptions,
): Promise<FirstPage | undefined> {
  const stream = connector.streams.find((one) => one.name === name);
  if (!stream || stream.partition || stream.job) return undefined;
  const [meter, parents] = [createMeter(), createParents()];
  const vendor = connectVendor(connector, ports, { meter, sessions: ownSessions(forgotten) });
  const reader = { connector, stream, vendor, ports, parents, meter, signal, runId: 'check' };
  let items = 0;
  for await (const partition of partitionsOf({ connector, stream, parents, cursors: {}, now: ports.clock.now() }))
    for await (const batch of readPartition(reader, partition)) {
      items += batch.items;
      if (batch.page) return { items, more: batch.page.progress !== undefined };
    }
  return { items, more: false };
}
