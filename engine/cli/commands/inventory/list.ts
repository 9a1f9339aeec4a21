import { type Json, read } from '../../../base/json/index.ts';
import { type Entity, parseQuery } from '../../../inventory/query/index.ts';
import {
  type AssetItem,
  type Facets,
  type FindingItem,
  facetsOf,
  listAssets,
  listFindings,
  type Page,
} from '../../../inventory/read/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import type { Act, Call } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { shown } from '../../shown.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { type Align, textTable } from '../../text-table.ts';

/** A list as a table: its columns, and how each is made of a record. */
interface Listing<Item> {
  readonly entity: Entity;
  readonly list: (store: Store, asked: Parameters<typeof listAssets>[1]) => Promise<Page<Item>>;
  readonly head: readonly string[];
  readonly aligns: readonly Align[];
  readonly cells: (item: Item) => readonly string[];
}

const WIDEST = 56;

const text = (value: Json | undefined): string => {
  const all = shown(value === undefined || value === null ? '' : String(value));
  return all.length > WIDEST ? `${all.slice(0, WIDEST - 1)}…` : all;
};

const risk = (score: number | undefined) => (score === undefined ? '' : score.toFixed(1));

const ASSETS: Listing<AssetItem> = {
  entity: 'asset',
  list: listAssets,
  head: ['RISK', 'NAME', 'TYPE', 'SOURCE', 'CRITICALITY', 'CONNECTION', 'LAST SEEN'],
  aligns: ['right'],
  cells: ({ record, connection, lastSeenOn, ...item }) => [
    risk(item.risk),
    text(read(record, ['assetDetail', 'name'])),
    text(record['assetType']),
    text(record['source']),
    text(read(record, ['assetDetail', 'criticality'])),
    text(connection),
    lastSeenOn.slice(0, 10),
  ],
};

const FINDINGS: Listing<FindingItem> = {
  entity: 'finding',
  list: listFindings,
  head: ['RISK', 'SEVERITY', 'STATUS', 'NAME', 'ASSET', 'PRODUCT', 'FIRST FOUND'],
  aligns: ['right', 'right'],
  cells: ({ record, asset, ...item }) => [
    risk(item.risk),
    text(record['severity']),
    text(record['findingStatus']),
    text(record['name']),
    text(asset?.name ?? record['externalAssetId']),
    text(record['vendorProductName']),
    text(record['firstFoundOn']).slice(0, 10),
  ],
};

function facetsText({ total, facets }: Facets, entity: Entity, { terminal }: Call): string {
  const { out } = terminal.paint;
  const sections = facets
    .filter(({ values }) => values.length > 0)
    .map(({ field, values, others }) => {
      const rows = values.map(({ value, count }) => ['', text(value), String(count)]);
      if (others > 0) rows.push(['', 'others', String(others)]);
      return `\n${out('bold', field)}\n${textTable(rows, ['left', 'left', 'right'])}`;
    });
  return `${total} ${entity}${total === 1 ? '' : 's'}\n${sections.join('')}`;
}

async function tellPage<Item>(listing: Listing<Item>, { items, next }: Page<Item>, { terminal }: Call): Promise<void> {
  if (items.length === 0) return terminal.tell(`no ${listing.entity} satisfies the query\n`);
  const head = listing.head.map((title) => terminal.paint.out('bold', title));
  await terminal.print(textTable([head, ...items.map(listing.cells)], listing.aligns));
  if (next !== undefined) terminal.tell(`there are more: --after ${next}\n`);
}

const listed =
  <Item>(listing: Listing<Item>): Act =>
  async (call) => {
    const { args, options, terminal } = call;
    const { sort, limit, after } = options;
    const query = parseQuery(args[0] ?? '', listing.entity);
    await using store = disposable(await openCliStore({ options, terminal }, { create: false }));
    const asked = { query, now: Date.now() };
    if (options.facets) {
      const facets = await facetsOf(store.of, listing.entity, asked);
      await (options.json ? printJson(terminal, facets) : terminal.print(facetsText(facets, listing.entity, call)));
      return EXIT.done;
    }
    const page = await listing.list(store.of, {
      ...asked,
      ...(sort === undefined ? {} : { sort }),
      ...(limit === undefined ? {} : { limit }),
      ...(after === undefined ? {} : { after }),
    });
    await (options.json
      ? printJson(terminal, { items: page.items, next: page.next ?? null })
      : tellPage(listing, page, call));
    return EXIT.done;
  };

const disposable = (of: Store) => ({ of, [Symbol.asyncDispose]: () => of.close() });

/** `assets [query]`: a page of them, or their counts. */
export const assets: Act = listed(ASSETS);

/** `findings [query]`: a page of them, or their counts. */
export const findings: Act = listed(FINDINGS);
