import { useState } from 'preact/hooks';
import { connections as connectionsApi } from '../api/platform.ts';
import type { Connection, TransformMap } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import type { MappingModel } from './model.ts';
import { usedMap } from './place.ts';

/** Makes a connection use a custom map, or the default if it is undefined. Errors are shown. */
export async function useInConnection(
  { id, name }: Pick<Connection, 'id' | 'name'>,
  map: string,
  custom: Pick<TransformMap, 'id' | 'name'> | undefined,
): Promise<Connection | undefined> {
  const saved = await runAndReport(async () => {
    // Read again: the connection may have changed since the editor was opened.
    const { connection } = await connectionsApi.show(id);
    const maps = { ...connection.maps, [map]: custom?.id ?? 'default' };
    return connectionsApi.edit(id, { changes: { maps }, revision: connection.revision });
  });
  if (saved) showToast(`${name} uses ${custom?.name ?? 'the default map'} for ${map} from its next run.`);
  return saved?.connection;
}

interface UseMapProps {
  readonly mapping: MappingModel;
  readonly onClose: () => void;
}

/** Dialog that selects the connections that use the map. */
export function UseMap({ mapping, onClose }: UseMapProps) {
  const { map, custom, connections } = mapping;
  const all = connections.value;
  const [busy, setBusy] = useState('');
  const used = custom.value;
  const choose = async (connection: Connection) => {
    setBusy(connection.id);
    const saved = await useInConnection(connection, map, used);
    setBusy('');
    if (saved) connections.value = all.map((one) => (one.id === saved.id ? saved : one));
  };
  const nameOf = (id: string) => (id === '' ? 'the default' : (mapping.maps.find((one) => one.id === id)?.name ?? id));
  return (
    <Dialog title={`Use ${used?.name ?? 'the default map'}`} onClose={onClose}>
      <div class="dialog-body">
        {all.length === 0 && (
          <p>
            No connection of {mapping.connector.connector.title} yet.{' '}
            <a href={`/c/${encodeURIComponent(mapping.connector.connector.id)}/setup`}>Set one up</a>
          </p>
        )}
        <ul class="map-users">
          {all.map((connection) => {
            const current = usedMap(connection, map);
            const isUsed = current === (used?.id ?? '');
            return (
              <li key={connection.id}>
                <span>
                  <b>{connection.name}</b>
                  <small class="muted">uses {nameOf(current)}</small>
                </span>
                <Button
                  {...(isUsed ? {} : { label: `Use in ${connection.name}` })}
                  disabled={isUsed || busy !== ''}
                  onClick={() => void choose(connection)}
                >
                  {isUsed ? '✓ in use' : 'Use'}
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
      <footer class="dialog-foot">
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </footer>
    </Dialog>
  );
}
