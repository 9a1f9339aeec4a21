import type { Connector } from '../../pipeline/connector/index.ts';
import { createJobBook } from '../../pipeline/run/job-book.ts';
import { createParents } from '../../pipeline/run/parents.ts';
import { listPartitions } from '../../pipeline/run/partitions.ts';
import type { Ports } from '../../pipeline/run/ports.ts';
import { readPartition } from '../../pipeline/run/read-partition.ts';
import { createRunCounters } from '../../pipeline/run/run-counters.ts';
import { createOwnSessions, noRefreshTokenStore } from '../../pipeline/run/sessions.ts';
import { createVendorClient } from '../../pipeline/run/vendor-client.ts';

/** First page of a stream. */
export interface FirstPage {
  readonly items: number;
  /** True if further pages exist. */
  readonly more: boolean;
}

export interface FirstPageOptions {
  readonly ports: Ports;
  readonly signal: AbortSignal;
}

/**
 * Fetches the first page of a stream. Returns undefined for a partitioned stream and for an asynchronous job. Rejects
 * with the errors of the vendor or the network.
 */
export async function fetchFirstPage(
  connector: Connector,
  name: string,
  { ports, signal }: FirstPageOptions,
): Promise<FirstPage | undefined> {
  const stream = connector.streams.find((one) => one.name === name);
  if (!stream || stream.sources.length > 0 || stream.job) return undefined;
  const [counters, parents] = [createRunCounters(), createParents()];
  const client = createVendorClient(connector, ports, { counters, sessions: createOwnSessions(noRefreshTokenStore) });
  const reader = {
    connector,
    stream,
    client,
    ports,
    parents,
    counters,
    signal,
    jobs: createJobBook(undefined, false),
    runId: 'check',
  };
  let items = 0;
  for await (const partition of listPartitions({ connector, stream, parents, cursors: {}, now: ports.clock.now() }))
    for await (const batch of readPartition(reader, partition)) {
      items += batch.items;
      if (batch.page) return { items, more: batch.page.progress !== undefined };
    }
  return { items, more: false };
}
