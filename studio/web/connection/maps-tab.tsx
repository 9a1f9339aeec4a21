import { useState } from 'preact/hooks';
import { connections, maps as mapsApi } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { TransformMap } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { Loading } from '../components/loading.tsx';
import { saveFile } from '../components/save-file.ts';
import { Timestamp } from '../components/timestamp.tsx';
import { formatMapLink, usedMap } from '../mapping/place.ts';
import type { TabProps } from './tab.ts';

interface MapRowProps extends TabProps {
  readonly map: TransformMap;
  readonly onClone: (map: TransformMap) => void;
  readonly reloadMaps: () => void;
}

const isChosen = ({ response: { connection }, map }: MapRowProps): boolean =>
  usedMap(connection, map.map) === (map.readOnly ? '' : map.id);

/** Returns the link to the map's editor, with the last run of the connection as the sample. */
const linkToEditor = ({ response: { connection } }: TabProps, map: TransformMap): string =>
  formatMapLink(map.connector, map.map, { custom: map.readOnly ? '' : map.id, connection: connection.id });

async function choose(props: MapRowProps): Promise<void> {
  const { response, map, reload } = props;
  const { connection } = response;
  const chosen = { ...connection.maps, [map.map]: map.readOnly ? 'default' : map.id };
  const saved = await runAndReport(() =>
    connections.edit(connection.id, { changes: { maps: chosen }, revision: connection.revision }),
  );
  if (!saved) return;
  showToast(`${connection.name} uses ${map.readOnly ? 'the default map' : map.name} for ${map.map} from its next run.`);
  reload();
}

async function remove({ map, reloadMaps }: MapRowProps): Promise<void> {
  if (!(await runAndReport(() => mapsApi.remove(map.id)))) return;
  showToast(`Deleted ${map.name}.`);
  reloadMaps();
}

function MapRow(props: MapRowProps) {
  const { map, onClone } = props;
  return (
    <li class="map-row">
      <div class="map-head">
        <div>
          <b>{map.readOnly ? 'Default' : map.name}</b>{' '}
          {map.readOnly && <Chip title="Part of the connector. Clone it to make changes.">read-only</Chip>}{' '}
          {isChosen(props) && <Chip tone="ok">✓ in use</Chip>}
          <p class="muted map-about">
            {map.readOnly ? (
              `connector version ${map.version}`
            ) : (
              <>
                updated <Timestamp at={map.updatedAt} />
              </>
            )}
            {map.usedBy.length > 0 && ` · used by ${map.usedBy.join(', ')}`}
          </p>
        </div>
        <span class="grow" />
        <a class="button" href={linkToEditor(props, map)}>
          {map.readOnly ? 'View' : 'Edit'}
        </a>
        <Button onClick={() => onClone(map)}>Clone</Button>
        <Button onClick={() => saveFile(`${map.name}.json`, 'application/json', JSON.stringify(map.spec, null, 2))}>
          Export
        </Button>
        {!map.readOnly && map.usedBy.length === 0 && <Button onClick={() => void remove(props)}>Delete</Button>}
        <Button
          kind={isChosen(props) ? 'plain' : 'primary'}
          disabled={isChosen(props)}
          onClick={() => void choose(props)}
        >
          Use
        </Button>
      </div>
    </li>
  );
}

interface CloneProps extends TabProps {
  readonly from: TransformMap;
  readonly onClose: () => void;
}

function CloneDialog({ from, onClose, ...tab }: CloneProps) {
  const [name, setName] = useState(`My ${from.map} map`);
  const clone = async () => {
    const created = await runAndReport(() => mapsApi.clone(from.id, name));
    if (!created) return;
    onClose();
    navigate(linkToEditor(tab, created.map));
  };
  return (
    <Dialog title={`Clone ${from.name}`} onClose={onClose}>
      <div class="dialog-body">
        <Field label="Name" required help="You can edit the clone. The default does not change.">
          {(control) => <TextInput control={control} value={name} maxLength={100} onInput={setName} />}
        </Field>
      </div>
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={name.trim() === ''} onClick={() => void clone()}>
          Clone
        </Button>
      </footer>
    </Dialog>
  );
}

function Group({
  of,
  rows,
  children,
}: {
  readonly of: string;
  readonly rows: number;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <section aria-label={`Maps for ${of}`}>
      <h3 class="map-group">
        {of} <span class="muted">{rows === 1 ? 'default only' : `default and ${rows - 1} custom`}</span>
      </h3>
      <ul>{children}</ul>
    </section>
  );
}

/** Tab with the transform maps that a connection can use: the defaults of the connector, and clones. */
export function MapsTab(props: TabProps) {
  const { connector } = props.response.connection;
  const { state, reload } = useResource(connector, () => mapsApi.list(connector));
  const [from, setFrom] = useState<TransformMap | undefined>(undefined);
  if (state.value.kind === 'loading') return <Loading what="Loading the maps" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  const all = state.value.value.maps;
  return (
    <>
      {[...Map.groupBy(all, ({ map }) => map)].map(([name, rows]) => (
        <Group key={name} of={name} rows={rows.length}>
          {rows.map((map) => (
            <MapRow key={map.id} {...props} map={map} onClone={setFrom} reloadMaps={reload} />
          ))}
        </Group>
      ))}
      {from && <CloneDialog {...props} from={from} onClose={() => setFrom(undefined)} />}
    </>
  );
}
