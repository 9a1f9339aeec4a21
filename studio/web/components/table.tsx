import type { ComponentChildren } from 'preact';
import './table.css';

/** One column: its name, and what stands in it for a row. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** The field that a click on its head sorts by. */
  readonly sort?: string;
  readonly kind?: 'number' | 'narrow' | 'wide';
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The key of the row that is looked at. */
  readonly current?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  /** `risk`, or `-risk` for the largest first. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

const sortDirection = (sort: string | undefined, field: string) =>
  sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;

const ARROWS = { ascending: '↑', descending: '↓' } as const;

function Head<Row>({
  column,
  sort,
  onSort,
}: { readonly column: Column<Row> } & Pick<TableProps<Row>, 'sort' | 'onSort'>) {
  const { title, kind = '', sort: field } = column;
  if (field === undefined || !onSort)
    return (
      <th scope="col" class={`cell-${kind}`}>
        {title}
      </th>
    );
  const direction = sortDirection(sort, field);
  return (
    <th scope="col" class={`cell-${kind}`} aria-sort={direction ?? 'none'}>
      <button type="button" class="table-sort" onClick={() => onSort(direction === 'descending' ? field : `-${field}`)}>
        {title} <span aria-hidden="true">{direction ? ARROWS[direction] : ''}</span>
      </button>
    </th>
  );
}

/** Whether a click was meant for something inside of the row. */
const hitsControl = (event: MouseEvent): boolean =>
  event.target instanceof Element && event.target.closest('a, button, input, select') !== null;

/** Rows of the same kind. A row that can be opened has a link or a button in it for that: the row's click is a shortcut. */
export function Table<Row>({ label, columns, rows, keyOf, current, onOpen, sort, onSort }: TableProps<Row>) {
  const open = (row: Row) => (event: MouseEvent) => {
    if (onOpen && !hitsControl(event) && window.getSelection()?.isCollapsed !== false) onOpen(row);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and a keyboard has to reach it for that
    <section class="table-frame" aria-label={label} tabIndex={0}>
      <table class={`table ${onOpen ? 'table-opens' : ''}`}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.title}
                column={column}
                {...(sort === undefined ? {} : { sort })}
                {...(onSort ? { onSort } : {})}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} aria-current={keyOf(row) === current ? 'true' : undefined} onClick={open(row)}>
              {columns.map((column) => (
                <td key={column.title} class={`cell-${column.kind ?? ''}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
