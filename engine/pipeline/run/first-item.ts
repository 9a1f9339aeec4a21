import type { Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { CompiledStream, ConnectorScope } from '../connector/connector.ts';
import { formatItemKey } from './item-key.ts';
import { partitionSkipped } from './partition-skipped.ts';
import type { PartitionReadContext } from './read-partition.ts';
import { streamCounters, type Warning } from './run-counters.ts';
import { skipReason } from './skip-reason.ts';
import type { VendorPage } from './vendor-client.ts';

/** Which stream is read, for which item, beside what else its expressions see. */
interface Wanted {
  readonly name: string;
  readonly item: Json;
  readonly bindings: Bindings;
}

interface Under {
  readonly ancestors: Readonly<Record<string, Json>>;
}

/** The first item, if there is any; a warning where the vendor does not let it be read. */
interface First {
  readonly first?: Json | undefined;
  readonly warning?: Warning;
}

/** Reads the first item of a fetched stream under one item of the stream that looks it up. */
export async function readFirstItem(reader: PartitionReadContext, wanted: Wanted): Promise<First> {
  const { connector } = reader;
  const stream = connector.fetched[wanted.name];
  if (!stream?.partition) return {};
  const ancestors = { [stream.partition.as]: wanted.item };
  try {
    return await readFirstUnder(reader, stream, { ...wanted, ancestors });
  } catch (error) {
    const why = skipReason(error, { connector, stream, ancestors });
    if (why === undefined) throw error;
    return { warning: partitionSkipped(stream, formatItemKey(reader.stream, wanted.item), why) };
  }
}

async function readFirstUnder(
  reader: PartitionReadContext,
  stream: CompiledStream,
  wanted: Wanted & Under,
): Promise<First> {
  const { connector, client, signal } = reader;
  const { name, item, bindings, ancestors: own } = wanted;
  const scope: ConnectorScope = { ...connector.scope, cursor: {}, ...own };
  for (let progress = stream.paginator.first(); ; ) {
    const page = await client.page(stream, scope, { progress, signal });
    if (page.kind === 'skipped')
      return { warning: partitionSkipped(stream, formatItemKey(reader.stream, item), page.status) };
    if (page.kind === 'end') return {};
    const first = await readFirstOf(page, { ...bindings, ...own });
    const step = first === undefined ? await client.advance(stream, progress, page) : undefined;
    await page.body.discard();
    const counters = streamCounters(reader.counters, name);
    counters.pages += 1;
    if (first !== undefined) counters.items += 1;
    if (step?.kind !== 'next') return { first };
    progress = step.progress;
  }
}

async function readFirstOf(page: VendorPage, bindings: Bindings): Promise<Json | undefined> {
  for await (const extracted of page.items(bindings)) {
    const first = extracted.find((one) => one.kind === 'item');
    if (first?.kind === 'item') return first.value;
  }
  return undefined;
}
