import type { Json } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { CompiledStream, Scope } from '../connector/connector.ts';
import { keyOf } from './key-of.ts';
import { leftOut } from './left-out.ts';
import { streamMeter, type Warning } from './meter.ts';
import type { Reader } from './read-partition.ts';
import { unfit } from './unfit.ts';
import type { Page } from './vendor.ts';

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
export async function firstItem(reader: Reader, wanted: Wanted): Promise<First> {
  const { connector } = reader;
  const stream = connector.fetched[wanted.name];
  if (!stream?.partition) return {};
  const ancestors = { [stream.partition.as]: wanted.item };
  try {
    return await firstUnder(reader, stream, { ...wanted, ancestors });
  } catch (error) {
    const why = unfit(error, { connector, stream, ancestors });
    if (why === undefined) throw error;
    return { warning: leftOut(stream, keyOf(reader.stream, wanted.item), why) };
  }
}

async function firstUnder(reader: Reader, stream: CompiledStream, wanted: Wanted & Under): Promise<First> {
  const { connector, vendor, signal } = reader;
  const { name, item, bindings, ancestors: own } = wanted;
  const scope: Scope = { ...connector.scope, cursor: {}, ...own };
  for (let progress = stream.paginator.first(); ; ) {
    const page = await vendor.page(stream, scope, { progress, signal });
    if (page.kind === 'skipped') return { warning: leftOut(stream, keyOf(reader.stream, item), page.status) };
    if (page.kind === 'end') return {};
    const first = await firstOf(page, { ...bindings, ...own });
    const step = first === undefined ? await vendor.advance(stream, progress, page) : undefined;
    await page.body.discard();
    const counters = streamMeter(reader.meter, name);
    counters.pages += 1;
    if (first !== undefined) counters.items += 1;
    if (step?.kind !== 'next') return { first };
    progress = step.progress;
  }
}

async function firstOf(page: Page, bindings: Bindings): Promise<Json | undefined> {
  for await (const extracted of page.items(bindings)) {
    const first = extracted.find((one) => one.kind === 'item');
    if (first?.kind === 'item') return first.value;
  }
  return undefined;
}
