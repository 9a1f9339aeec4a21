import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import type { Connection } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { formatCount } from '../components/format-count.ts';

interface DeleteProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

const CHOICES = [
  {
    id: 'keep',
    title: 'Keep what it brought',
    note: 'Its assets and findings stay in the inventory; nothing updates them.',
  },
  {
    id: 'remove',
    title: 'Remove what it brought',
    note: 'Its assets and findings are deleted with it. This cannot be undone.',
  },
] as const;

type Inventory = (typeof CHOICES)[number]['id'];

async function remove({ id, name }: Connection, inventory: Inventory): Promise<void> {
  const done = await runAndReport(() => connections.remove(id, inventory));
  if (!done) return;
  const what = `${formatCount(done.assets, 'asset')} and ${formatCount(done.findings, 'finding')}`;
  showToast(`${name} is deleted; ${what} ${done.inventory === 'keep' ? 'stay' : 'are gone'}.`);
  navigate('/connections');
}

/** Asks what becomes of the inventory before a connection is deleted. */
export function DeleteDialog({ connection, onClose }: DeleteProps) {
  const [inventory, setInventory] = useState<Inventory>('keep');
  return (
    <Dialog title={`Delete ${connection.name}?`} onClose={onClose}>
      <div class="dialog-body">
        <p>Its settings, secrets and schedule are deleted. Its runs stay in the history.</p>
        <fieldset class="choices">
          <legend>What becomes of its assets and findings</legend>
          {CHOICES.map(({ id, title, note }) => (
            <label key={id} class="choice">
              <input type="radio" name="inventory" checked={inventory === id} onChange={() => setInventory(id)} />
              <span>
                <b>{title}</b>
                <small class="muted">{note}</small>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" onClick={() => void remove(connection, inventory)}>
          Delete {inventory === 'keep' ? 'the connection' : 'all of it'}
        </Button>
      </footer>
    </Dialog>
  );
}
