import { useState } from 'preact/hooks';
import { inventory } from '../api/inventory.ts';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { EntityItem, RecordsResponse } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import type { Params } from '../app/routes.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Timestamp } from '../components/timestamp.tsx';
import './records.css';

const COLUMNS: readonly Column<EntityItem>[] = [
  {
    title: 'Identity',
    cell: ({ id, identity, deletedOn }) => (
      <>
        <button
          type="button"
          class="button button-quiet"
          aria-expanded={readQueryParameter('item') === String(id)}
          onClick={() => setQuery({ item: readQueryParameter('item') === String(id) ? '' : String(id) })}
        >
          {identity ?? `#${id}`}
        </button>{' '}
        {deletedOn !== null && <Chip tone="warn">deleted</Chip>}
      </>
    ),
  },
  { title: 'Record', cell: ({ record }) => <code class="record-line">{JSON.stringify(record)}</code>, kind: 'wide' },
  { title: 'Last seen', drop: 3, cell: ({ lastSeenOn }) => <Timestamp at={lastSeenOn} />, kind: 'narrow' },
];

/** Form for a query about paths of the records. */
function QueryForm() {
  const [text, setText] = useState(readQueryParameter('q'));
  return (
    <form
      class="record-query"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ q: text.trim(), after: '', item: '' });
      }}
    >
      <Field label="Query" help="Paths of the record, such as address.city:London and age >= 18">
        {(control) => <TextInput control={control} value={text} onInput={setText} />}
      </Field>
      <button type="submit" class="button">
        Search
      </button>
    </form>
  );
}

function Records({ entity, response }: { readonly entity: string; readonly response: RecordsResponse }) {
  const { items, next } = response;
  const open = items.find(({ id }) => String(id) === readQueryParameter('item'));
  if (items.length === 0) return <EmptyState title="No records">No stored record matches the query.</EmptyState>;
  return (
    <section class="panel" aria-label="Records">
      <Table
        label={`Records of ${entity}`}
        columns={COLUMNS}
        rows={items}
        keyOf={({ id }) => String(id)}
        current={open && String(open.id)}
      />
      {open && <JsonText label="Record as JSON" value={open.record} />}
      {next !== null && (
        <p class="record-more">
          <Button onClick={() => setQuery({ after: next, item: '' })}>Next page</Button>
        </p>
      )}
    </section>
  );
}

function List({ connection, entity }: { readonly connection: string; readonly entity: string }) {
  const [q, after] = [readQueryParameter('q'), readQueryParameter('after')];
  const { state, reload } = useResource(`${q} ${after}`, () => inventory.records(entity, { connection, q, after }));
  if (state.value.kind === 'loading') return <Loading what="Loading the records" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Records entity={entity} response={state.value.value} />;
}

/** Screen `/connections/:connection/records/:entity`: the stored records of one entity. */
export function Screen({ params }: { readonly params: Params }) {
  const { connection = '', entity = '' } = params;
  const { state } = useResource(connection, () => connections.show(connection));
  const title = state.value.kind === 'ready' ? state.value.value.connection.name : connection;
  return (
    <Page
      title={entity}
      within={[
        { href: '/connections', title: 'Connections' },
        { href: `/connections/${encodeURIComponent(connection)}?tab=records`, title },
      ]}
    >
      <QueryForm />
      <List key={entity} connection={connection} entity={entity} />
    </Page>
  );
}
