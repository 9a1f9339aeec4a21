import { useState } from 'preact/hooks';
import { api, toErrorBody } from '../api/client.ts';
import type { ErrorBody } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { canSave } from './actions.ts';
import type { MappingModel } from './model.ts';

interface SaveTestProps {
  readonly mapping: MappingModel;
  readonly onClose: () => void;
}

const inputValue = (event: Event): string => (event.target as HTMLInputElement).value;

/** Makes a test of what is shown: the sample as a recording, its records as what is expected. */
export function SaveTest({ mapping, onClose }: SaveTestProps) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const submit = async () => {
    const { connector, draft, map, sample } = mapping;
    const request = { name, description, map, sample: sample.peek() ?? '', manifest: draft.text.peek() };
    try {
      const { files, asset, finding, rejects } = await api.saveTest(connector.connector.id, request);
      showToast(`Saved ${files.join(' and ')}: ${asset + finding} records, ${rejects} rejects.`);
      onClose();
    } catch (thrown) {
      setError(toErrorBody(thrown));
    }
  };
  return (
    <Dialog title="Save as test" onClose={onClose}>
      <div class="dialog-body">
        <p class="muted">
          The sample becomes a recording, the records that it gives now become what <code>mapwright test</code> expects
          from then on.
        </p>
        {!canSave(mapping) && (
          <p class="note">Writing needs a manifest of your own and a studio that was started with --write.</p>
        )}
        <label class="field">
          <span>Name</span>
          <input type="text" value={name} spellcheck={false} onInput={(event) => setName(inputValue(event))} />
          <small>Small letters, digits and hyphens, e.g. status-new</small>
        </label>
        <label class="field">
          <span>What it shows</span>
          <input type="text" value={description} onInput={(event) => setDescription(inputValue(event))} />
        </label>
        {error && <ErrorPanel error={error} />}
      </div>
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" disabled={!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)} onClick={() => void submit()}>
          Save as test
        </Button>
      </footer>
    </Dialog>
  );
}
