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
    title: 'Keep assets and findings',
    note: 'They stay in the inventory and are no longer updated.',
  },
  {
    id: 'remove',
    title: 'Delete assets and findings',
    note: 'They are deleted with the connection. This cannot be undone.',
  },
] as const;

type Inventory = (typeof CHOICES)[number]['id'];

async function remove({ id, name }: Connection, inventory: Inventory): Promise<void> {
  const deleted = await runAndReport(() => connections.remove(id, inventory));
  if (!deleted) return;
  const counts = `${formatCount(deleted.assets, 'asset')} and ${formatCount(deleted.findings, 'finding')}`;
  showToast(`Deleted ${name}; ${deleted.inventory === 'keep' ? 'kept' : 'deleted'} ${counts}.`);
  navigate('/connections');
}

/** Confirmation before a connection is deleted, with the choice to keep or delete its inventory. */
export function DeleteDialog({ connection, onClose }: DeleteProps) {
  const [inventory, setInventory] = useState<Inventory>('keep');
  return (
    <Dialog title={`Delete ${connection.name}?`} onClose={onClose}>
      <div class="dialog-body">
        <p>This deletes the settings, secrets and schedule. Past runs stay in the history.</p>
        <fieldset class="choices">
          <legend>Inventory</legend>
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
          {inventory === 'keep' ? 'Delete connection' : 'Delete connection and inventory'}
        </Button>
      </footer>
    </Dialog>
  );
}
