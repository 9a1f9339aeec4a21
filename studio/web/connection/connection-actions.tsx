import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import type { Connection } from '../api/types.generated.ts';
import { useCommands } from '../app/commands.ts';
import { navigate } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';

interface ConnectionActionsProps {
  readonly connection: Connection;
  readonly reload: () => void;
}

type Open = 'rotate' | 'delete' | undefined;

async function runNow({ connection, reload }: ConnectionActionsProps, full: boolean): Promise<void> {
  if (!(await runAndReport(() => connections.run(connection.id, full)))) return;
  showToast(`${connection.name} runs.`);
  reload();
}

async function pause({ connection, reload }: ConnectionActionsProps): Promise<void> {
  const act = connection.paused ? connections.resume : connections.pause;
  if (!(await runAndReport(() => act(connection.id)))) return;
  showToast(`${connection.name} is ${connection.paused ? 'resumed' : 'paused'}.`);
  reload();
}

/** What can be done with a connection. */
export function ConnectionActions(props: ConnectionActionsProps) {
  const { connection, reload } = props;
  const [open, setOpen] = useState<Open>(undefined);
  const home = `/connections/${encodeURIComponent(connection.id)}`;
  const mayRun = connection.active && !connection.paused && connection.state !== 'PROCESSING';
  const pauseWord = connection.paused ? 'Resume' : 'Pause';
  useCommands(
    [
      { title: 'Run now', group: connection.name, run: () => void runNow(props, false) },
      { title: 'Run now, reading everything', group: connection.name, run: () => void runNow(props, true) },
      { title: pauseWord, group: connection.name, run: () => void pause(props) },
      { title: 'Edit', group: connection.name, run: () => navigate(`${home}/edit`) },
      { title: 'Rotate its key', group: connection.name, run: () => setOpen('rotate') },
      { title: 'Delete', group: connection.name, run: () => setOpen('delete') },
    ],
    [connection],
  );
  return (
    <>
      <Button
        kind="primary"
        disabled={!mayRun}
        title={mayRun ? undefined : 'It runs already, is paused, or is inactive'}
        onClick={() => void runNow(props, false)}
      >
        Run now
      </Button>
      <Button onClick={() => void pause(props)}>{pauseWord}</Button>
      <a class="button" href={`${home}/edit`}>
        Edit
      </a>
      <Button onClick={() => setOpen('rotate')}>Rotate key</Button>
      <Button kind="icon" label="Delete" onClick={() => setOpen('delete')}>
        <Icon name="trash" />
      </Button>
      {open === 'rotate' && <RotateDialog connection={connection} onClose={() => setOpen(undefined)} reload={reload} />}
      {open === 'delete' && <DeleteDialog connection={connection} onClose={() => setOpen(undefined)} />}
    </>
  );
}
