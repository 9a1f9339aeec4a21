import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Entity, ListQuery } from '../api/inventory.ts';
import { useKeys } from '../app/keys.ts';
import { setQuery } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Kbd } from '../components/kbd.tsx';
import { Loading } from '../components/loading.tsx';
import { type Column, Table } from '../components/table.tsx';
import { FacetsButton, FacetsPanel, loadFacets } from './facets-panel.tsx';
import { InventoryActions } from './inventory-actions.tsx';
import { getAfter, getFirst, getItem, getQuery, getSort, NOUNS, setListQuery } from './list-query.ts';
import { QueryBar } from './query-bar.tsx';
import { useLatest } from './use-latest.ts';
import { useMoves } from './use-moves.ts';
import './explorer.css';

interface ListResponse<Item> {
  readonly demo: boolean;
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface ExplorerProps<Item> {
  readonly entity: Entity;
  readonly list: (request: ListQuery, signal: AbortSignal) => Promise<ListResponse<Item>>;
  readonly columns: readonly Column<Item>[];
  /** Columns that remain while a record is open. */
  readonly fewColumns: readonly Column<Item>[];
  /** Displayed between the query and the list. */
  readonly chart?: ComponentChildren;
  readonly detail: (id: string) => ComponentChildren;
}

const open = (id: string): void => setQuery({ item: id }, { replace: getItem() !== '' });

/** Remembers the visited pages, because a page token only leads forward. */
function usePaging({ next, items }: ListResponse<unknown>) {
  const before = useRef(new Map<string, { readonly after: string; readonly from: string }>());
  const [after, first] = [getAfter(), getFirst()];
  const forward = () => {
    if (!next) return;
    before.current.set(next, { after, from: after === '' ? '' : String(first ?? '') });
    setQuery({ after: next, from: first === undefined ? '' : String(first + items.length), item: '' }, {});
  };
  const back = () => {
    if (after !== '') setQuery({ after: '', from: '', ...before.current.get(after), item: '' }, {});
  };
  return { forward, back, isFirst: after === '' };
}

/** Range of the shown records: `1–50 of 50,000`. */
function formatRange(shown: number, total: number | undefined, entity: Entity): string {
  const first = getFirst();
  if (total === undefined) return '';
  if (first === undefined || shown === total) return formatCount(total, entity);
  return `${formatNumber(first)}–${formatNumber(first + shown - 1)} of ${formatCount(total, entity)}`;
}

const scrollFrame = (): Element | null => document.querySelector('.screen');

/** Keeps the scroll position of the list while a record takes the whole of a small screen. */
function useListPosition(item: string): void {
  const position = useRef<number | undefined>(undefined);
  const isOpen = item !== '';
  // Read before the record replaces the list, which would end the scrolling.
  if (isOpen) position.current ??= scrollFrame()?.scrollTop ?? 0;
  useLayoutEffect(() => {
    const frame = scrollFrame();
    if (!frame || position.current === undefined) return;
    frame.scrollTop = isOpen ? 0 : position.current;
    if (!isOpen) position.current = undefined;
  }, [isOpen]);
}

function Nothing({ entity, demo }: { readonly entity: Entity; readonly demo: boolean }) {
  if (getQuery() !== '')
    return (
      <EmptyState title={`No ${NOUNS[entity]} match this query`}>
        <p>Remove a condition, or show all {NOUNS[entity]}.</p>
        <Button kind="primary" onClick={() => setListQuery('')}>
          Show all {NOUNS[entity]}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState title={`No ${NOUNS[entity]} yet`}>
      <p>
        Connections import {NOUNS[entity]} when they run.
        {demo && ' Run a connection to one of the simulated vendors.'}
      </p>
      <a class="button button-primary" href="/connections">
        View connections
      </a>
    </EmptyState>
  );
}

interface Keyed {
  readonly id: number;
}

/** Handles the keyboard navigation of the list. Returns the id of the current row. */
function useRowKeys(items: readonly Keyed[], paging: ReturnType<typeof usePaging>) {
  const [at, setAt] = useState(-1);
  const item = getItem();
  const opened = items.findIndex(({ id }) => String(id) === item);
  const now = opened >= 0 ? opened : at;
  // Keys may be pressed faster than the page renders: each one starts from the row of the previous one.
  const spot = useRef(now);
  spot.current = now;
  // A refresh keeps the current row; another query, order or page resets it.
  useEffect(() => setAt(-1), [getQuery(), getSort(), getAfter()]);
  const move = (step: number) => {
    const next = Math.max(0, Math.min(spot.current + step, items.length - 1));
    spot.current = next;
    const row = items[next];
    setAt(next);
    if (item !== '' && row) open(String(row.id));
    queueMicrotask(() => document.querySelector('tr[aria-current]')?.scrollIntoView({ block: 'nearest' }));
  };
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      Enter: (event) => {
        const row = items[spot.current];
        const isControl = event.target instanceof Element && event.target.closest('a, button, summary') !== null;
        if (row && !isControl) open(String(row.id));
      },
      Escape: () => item !== '' && setQuery({ item: '' }),
      ']': paging.forward,
      '[': paging.back,
    },
    [items, now, item, paging],
  );
  return items[now] ? String(items[now].id) : undefined;
}

interface ListProps<Item> {
  readonly explorer: ExplorerProps<Item>;
  readonly response: ListResponse<Item>;
  readonly total: number | undefined;
  readonly isBusy: boolean;
}

function List<Item extends Keyed>({ explorer, response, total, isBusy }: ListProps<Item>) {
  const { entity, columns, fewColumns } = explorer;
  const paging = usePaging(response);
  const current = useRowKeys(response.items, paging);
  if (response.items.length === 0) return <Nothing entity={entity} demo={response.demo} />;
  return (
    <section class={`panel explorer-list ${isBusy ? 'is-busy' : ''}`} aria-label={NOUNS[entity]}>
      <header class="panel-head">
        <h2 aria-live="polite">{formatRange(response.items.length, total, entity)}</h2>
        <span class="panel-note explorer-hint">
          <Kbd keys="j" /> <Kbd keys="k" /> move <Kbd keys="Enter" /> open <Kbd keys="[" /> <Kbd keys="]" /> page{' '}
          <Kbd keys="/" /> query
        </span>
        <span class="grow" />
        <Button kind="icon" label="Previous page" disabled={paging.isFirst} onClick={paging.back}>
          <Icon name="left" />
        </Button>
        <Button kind="icon" label="Next page" disabled={response.next === null} onClick={paging.forward}>
          <Icon name="right" />
        </Button>
      </header>
      <Table
        label={`List of ${NOUNS[entity]}`}
        columns={getItem() === '' ? columns : fewColumns}
        rows={response.items}
        keyOf={({ id }) => String(id)}
        current={current}
        onOpen={({ id }) => open(String(id))}
        sort={getSort() || '-risk'}
        onSort={(sort) => setQuery({ sort: sort === '-risk' ? '' : sort, after: '', from: '' })}
      />
    </section>
  );
}

/** Screen for records of one entity: query, facets, chart, list, and the details of one record. */
export function Explorer<Item extends Keyed>(explorer: ExplorerProps<Item>) {
  const { entity, list, chart, detail } = explorer;
  const [q, sort, after, item] = [getQuery(), getSort(), getAfter(), getItem()];
  useListPosition(item);
  const moves = useMoves();
  const listed = useLatest(`${q}\n${sort}\n${after}\n${moves}`, (signal) => list({ q, sort, after }, signal));
  const facets = useLatest(`${q}\n${moves}`, loadFacets(entity, q));
  const failed = listed.error.value;
  // The query bar shows errors of the query itself.
  const error = failed?.code.startsWith('QUERY_') ? undefined : failed;
  return (
    <div class={`explorer ${item === '' ? '' : 'explorer-open'}`}>
      <header class="explorer-head">
        <h1 class="visually-hidden">{NOUNS[entity]}</h1>
        <QueryBar entity={entity} />
        {item === '' && <FacetsButton />}
        <InventoryActions entity={entity} />
      </header>
      {error && <ErrorPanel error={error} />}
      <div class="explorer-body">
        {item === '' && <FacetsPanel response={facets.value.value} />}
        <div class="explorer-main">
          {item === '' && chart}
          {!listed.value.value && failed && !error && (
            <EmptyState title="Invalid query">
              <p>Fix the error below the query, or show all {NOUNS[entity]}.</p>
              <Button kind="primary" onClick={() => setListQuery('')}>
                Show all {NOUNS[entity]}
              </Button>
            </EmptyState>
          )}
          {!listed.value.value && !failed && <Loading what={`Loading the ${NOUNS[entity]}`} />}
          {listed.value.value && (
            <List
              explorer={explorer}
              response={listed.value.value}
              total={facets.value.value?.total}
              isBusy={listed.isBusy.value}
            />
          )}
        </div>
        {item !== '' && detail(item)}
      </div>
    </div>
  );
}
