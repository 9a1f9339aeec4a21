import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import type { Connection, ConnectionResponse } from '../api/types.generated.ts';
import { useCommands } from '../app/commands.ts';
import { navigate } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { AuthorizeDialog } from './authorize-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

interface ConnectionActionsProps {
  readonly connection: Connection;
  readonly inventory: ConnectionResponse['inventory'];
  /** Its refresh token comes from a person's consent. */
  readonly consent: boolean;
  readonly reload: () => void;
}

type Open = 'authorize' | 'rotate' | 'delete' | undefined;

async function runNow({ connection, reload }: ConnectionActionsProps, full: boolean): Promise<void> {
  if (!(await runAndReport(() => connections.run(connection.id, full)))) return;
  showToast(`Started a run of ${connection.name}.`);
  reload();
}

async function pause({ connection, reload }: ConnectionActionsProps): Promise<void> {
  const act = connection.paused ? connections.resume : connections.pause;
  if (!(await runAndReport(() => act(connection.id)))) return;
  showToast(`${connection.paused ? 'Resumed' : 'Paused'} ${connection.name}.`);
  reload();
}

/** Returns why a connection cannot run now, or undefined when it can. */
function blockedReason({ state, paused, active }: Connection): string | undefined {
  if (state === 'PROCESSING') return 'A run is in progress';
  if (paused) return 'The connection is paused';
  return active ? undefined : 'The connection is inactive';
}

/** Actions of a connection. */
export function ConnectionActions(props: ConnectionActionsProps) {
  const { connection, inventory, consent, reload } = props;
  const [open, setOpen] = useState<Open>(undefined);
  const home = `/connections/${encodeURIComponent(connection.id)}`;
  const blocked = blockedReason(connection);
  const pauseTitle = connection.paused ? 'Resume' : 'Pause';
  useCommands(
    [
      { title: 'Run now', group: connection.name, run: () => void runNow(props, false) },
      { title: 'Run now (full)', group: connection.name, run: () => void runNow(props, true) },
      { title: pauseTitle, group: connection.name, run: () => void pause(props) },
      { title: 'Edit', group: connection.name, run: () => navigate(`${home}/edit`) },
      ...(consent ? [{ title: 'Authorize', group: connection.name, run: () => setOpen('authorize') }] : []),
      { title: 'Rotate key', group: connection.name, run: () => setOpen('rotate') },
      { title: 'Delete', group: connection.name, run: () => setOpen('delete') },
    ],
    [connection, consent],
  );
  return (
    <>
      <Button kind="primary" disabled={blocked !== undefined} title={blocked} onClick={() => void runNow(props, false)}>
        Run now
      </Button>
      <Button onClick={() => void pause(props)}>{pauseTitle}</Button>
      <a class="button" href={`${home}/edit`}>
        Edit
      </a>
      {consent && <Button onClick={() => setOpen('authorize')}>Authorize</Button>}
      <Button onClick={() => setOpen('rotate')}>Rotate key</Button>
      <Button kind="icon" label="Delete" onClick={() => setOpen('delete')}>
        <Icon name="trash" />
      </Button>
      {open === 'authorize' && (
        <AuthorizeDialog
          title={`Authorize ${connection.name}`}
          start={() => connections.authorize(connection.id)}
          onAuthorized={() => {
            showToast(`Authorized ${connection.name}. Its next run uses the new token.`);
            setOpen(undefined);
            reload();
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'rotate' && <RotateDialog connection={connection} onClose={() => setOpen(undefined)} reload={reload} />}
      {open === 'delete' && (
        <DeleteDialog connection={connection} inventory={inventory} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
