import { useState } from 'preact/hooks';
import { connections } from '../api/platform.ts';
import type { Connection, ConnectionResponse } from '../api/types.generated.ts';
import { navigate } from '../app/router.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { formatCount } from '../components/format-count.ts';

type Counts = ConnectionResponse['inventory'];

interface DeleteProps {
  readonly connection: Connection;
  readonly inventory: Counts;
  readonly onClose: () => void;
}

const CHOICES = [
  { id: 'keep', verb: 'Keep', note: 'They stay in the inventory and are no longer updated.' },
  { id: 'remove', verb: 'Delete', note: 'They are deleted with the connection. This cannot be undone.' },
] as const;

type Inventory = (typeof CHOICES)[number]['id'];

/** Formats the inventory of a connection: "3 assets, 12 findings"; other records only if there are any. */
const formatCounts = ({ assets, findings, records }: Counts): string =>
  [
    formatCount(assets, 'asset'),
    formatCount(findings, 'finding'),
    ...(records > 0 ? [formatCount(records, 'other record')] : []),
  ].join(', ');

async function remove({ id, name }: Connection, inventory: Inventory): Promise<void> {
  const deleted = await runAndReport(() => connections.remove(id, inventory));
  if (!deleted) return;
  showToast(`Deleted ${name}; ${deleted.inventory === 'keep' ? 'kept' : 'deleted'} ${formatCounts(deleted)}.`);
  navigate('/connections');
}

/** Confirmation before a connection is deleted, with the choice to keep or delete its inventory. */
export function DeleteDialog({ connection, inventory: counts, onClose }: DeleteProps) {
  const [inventory, setInventory] = useState<Inventory>('keep');
  return (
    <Dialog title={`Delete ${connection.name}?`} onClose={onClose}>
      <div class="dialog-body">
        <p>This deletes the settings, secrets and schedule. Past runs stay in the history.</p>
        <fieldset class="choices">
          <legend>Inventory</legend>
          {CHOICES.map(({ id, verb, note }) => (
            <label key={id} class="choice">
              <input type="radio" name="inventory" checked={inventory === id} onChange={() => setInventory(id)} />
              <span>
                <b>
                  {verb} {formatCounts(counts)}
                </b>
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
