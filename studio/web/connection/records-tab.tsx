import { inventory } from '../api/inventory.ts';
import { useResource } from '../api/resource.ts';
import type { EntityCount } from '../api/types.generated.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatNumber } from '../components/format-count.ts';
import { Loading } from '../components/loading.tsx';
import { type Column, Table } from '../components/table.tsx';
import type { TabProps } from './tab.ts';

const COLUMNS: readonly Column<EntityCount>[] = [
  {
    title: 'Entity',
    cell: ({ entity, connectionId }) => (
      <a href={`/connections/${encodeURIComponent(connectionId)}/records/${encodeURIComponent(entity)}`}>{entity}</a>
    ),
    kind: 'wide',
  },
  { title: 'Records', cell: ({ records, deleted }) => formatNumber(records - deleted), kind: 'number' },
  { title: 'Deleted', cell: ({ deleted }) => formatNumber(deleted), kind: 'number' },
];

/** Tab of the entities other than assets and findings, with the number of their stored records. */
export function RecordsTab({ response: { connection } }: TabProps) {
  const { state, reload } = useResource(connection.id, () => inventory.entities(connection.id));
  if (state.value.kind === 'loading') return <Loading what="Loading the entities" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const { entities } = state.value.value;
  if (entities.length === 0)
    return <p class="tab-none">No records other than assets and findings are stored for this connection.</p>;
  return <Table label="Entities" columns={COLUMNS} rows={entities} keyOf={({ entity }) => entity} />;
}
