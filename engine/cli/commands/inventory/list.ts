import { type Align, formatTextTable } from '../../../base/format/text-table.ts';
import { type Json, readPath } from '../../../base/json/index.ts';
import { type Entity, parseQuery } from '../../../inventory/query/index.ts';
import {
  type AssetItem,
  countFacets,
  type Facets,
  type FindingItem,
  listAssets,
  listFindings,
  type RecordPage,
} from '../../../inventory/read/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

/** Definition of a list: its query, columns and cell formats. */
interface Listing<Item> {
  readonly entity: Entity;
  readonly list: (store: Store, query: Parameters<typeof listAssets>[1]) => Promise<RecordPage<Item>>;
  readonly head: readonly string[];
  readonly aligns: readonly Align[];
  readonly cells: (item: Item) => readonly string[];
}

const MAX_WIDTH = 56;

const formatValue = (value: Json | undefined): string => {
  const all = escapeForTerminal(value === undefined || value === null ? '' : String(value));
  return all.length > MAX_WIDTH ? `${all.slice(0, MAX_WIDTH - 1)}…` : all;
};

const formatRisk = (score: number | undefined) => (score === undefined ? '' : score.toFixed(1));

const ASSETS: Listing<AssetItem> = {
  entity: 'asset',
  list: listAssets,
  head: ['RISK', 'NAME', 'TYPE', 'SOURCE', 'CRITICALITY', 'CONNECTION', 'LAST SEEN'],
  aligns: ['right'],
  cells: ({ record, connection, lastSeenOn, ...item }) => [
    formatRisk(item.risk),
    formatValue(readPath(record, ['assetDetail', 'name'])),
    formatValue(record['assetType']),
    formatValue(record['source']),
    formatValue(readPath(record, ['assetDetail', 'criticality'])),
    formatValue(connection),
    lastSeenOn.slice(0, 10),
  ],
};

const FINDINGS: Listing<FindingItem> = {
  entity: 'finding',
  list: listFindings,
  head: ['RISK', 'SEVERITY', 'STATUS', 'NAME', 'ASSET', 'PRODUCT', 'FIRST FOUND', 'ALSO LISTED BY'],
  aligns: ['right', 'right'],
  cells: ({ record, asset, alsoListedBy = [], ...item }) => [
    formatRisk(item.risk),
    formatValue(record['severity']),
    formatValue(record['findingStatus']),
    formatValue(record['name']),
    formatValue(asset?.name ?? record['externalAssetId']),
    formatValue(record['vendorProductName']),
    formatValue(record['firstFoundOn']).slice(0, 10),
    formatValue(alsoListedBy.map(({ connection }) => connection).join(', ')),
  ],
};

function formatFacets({ total, facets }: Facets, entity: Entity, { terminal }: CommandCall): string {
  const { out } = terminal.paint;
  const sections = facets
    .filter(({ values }) => values.length > 0)
    .map(({ field, values, others }) => {
      const rows = values.map(({ value, count }) => ['', formatValue(value), String(count)]);
      if (others > 0) rows.push(['', 'other', String(others)]);
      return `\n${out('bold', field)}\n${formatTextTable(rows, ['left', 'left', 'right'])}`;
    });
  return `${total} ${entity}${total === 1 ? '' : 's'}\n${sections.join('')}`;
}

async function printPage<Item>(
  listing: Listing<Item>,
  { items, next }: RecordPage<Item>,
  { terminal }: CommandCall,
): Promise<void> {
  if (items.length === 0) return terminal.tell(`no ${listing.entity}s match the query\n`);
  const head = listing.head.map((title) => terminal.paint.out('bold', title));
  await terminal.print(formatTextTable([head, ...items.map(listing.cells)], listing.aligns));
  if (next !== undefined) terminal.tell(`next page: --after ${next}\n`);
}

const createListCommand =
  <Item>(listing: Listing<Item>): Act =>
  async (call) => {
    const { args, options, terminal } = call;
    const { sort, limit, after } = options;
    const query = parseQuery(args[0] ?? '', listing.entity);
    await using store = disposeStore(await openCliStore({ options, terminal }, { create: false }));
    const request = { query, now: Date.now() };
    if (options.facets) {
      const facets = await countFacets(store.of, listing.entity, request);
      await (options.json ? printJson(terminal, facets) : terminal.print(formatFacets(facets, listing.entity, call)));
      return EXIT.done;
    }
    const page = await listing.list(store.of, {
      ...request,
      ...(sort === undefined ? {} : { sort }),
      ...(limit === undefined ? {} : { limit }),
      ...(after === undefined ? {} : { after }),
    });
    await (options.json
      ? printJson(terminal, { items: page.items, next: page.next ?? null })
      : printPage(listing, page, call));
    return EXIT.done;
  };

const disposeStore = (of: Store) => ({ of, [Symbol.asyncDispose]: () => of.close() });

/** `assets [query]`: prints a page of assets, or counts with --facets. */
export const assets: Act = createListCommand(ASSETS);

/** `findings [query]`: prints a page of findings, or counts with --facets. */
export const findings: Act = createListCommand(FINDINGS);
