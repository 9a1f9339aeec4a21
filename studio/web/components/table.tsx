import type { ComponentChildren } from 'preact';
import './table.css';

/** Table column: title and cell renderer. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Field to sort by when the header is clicked. */
  readonly sort?: string;
  readonly kind?: 'number' | 'narrow' | 'wide';
  /** Rank in which columns are hidden where space is short: 1 goes first. Columns without it always remain. */
  readonly drop?: 1 | 2 | 3;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Key of the current row. */
  readonly current?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  /** Sort field; a leading `-` means descending. */
  readonly sort?: string;
  readonly onSort?: (sort: string) => void;
}

const sortDirection = (sort: string | undefined, field: string) =>
  sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined;

const cellClass = ({ kind, drop }: Pick<Column<never>, 'kind' | 'drop'>): string =>
  `${kind ? `cell-${kind}` : ''} ${drop ? `cell-drop-${drop}` : ''}`.trim();

const ARROWS = { ascending: '↑', descending: '↓' } as const;

function Head<Row>({
  column,
  sort,
  onSort,
}: { readonly column: Column<Row> } & Pick<TableProps<Row>, 'sort' | 'onSort'>) {
  const { title, sort: field } = column;
  if (field === undefined || !onSort)
    return (
      <th scope="col" class={cellClass(column)}>
        {title}
      </th>
    );
  const direction = sortDirection(sort, field);
  return (
    <th scope="col" class={cellClass(column)} aria-sort={direction ?? 'none'}>
      <button type="button" class="table-sort" onClick={() => onSort(direction === 'descending' ? field : `-${field}`)}>
        {title} <span aria-hidden="true">{direction ? ARROWS[direction] : ''}</span>
      </button>
    </th>
  );
}

/** Returns true when a click hits a control inside the row. */
const hitsControl = (event: MouseEvent): boolean =>
  event.target instanceof Element && event.target.closest('a, button, input, select') !== null;

/** Table of rows. Clicking a row is a pointer shortcut: rows that open contain a link or a button for the keyboard. */
export function Table<Row>({ label, columns, rows, keyOf, current, onOpen, sort, onSort }: TableProps<Row>) {
  const open = (row: Row) => (event: MouseEvent) => {
    if (onOpen && !hitsControl(event) && window.getSelection()?.isCollapsed !== false) onOpen(row);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling a wide table by keyboard requires focus
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
                <td key={column.title} class={cellClass(column)}>
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
