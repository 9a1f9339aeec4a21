import { useState } from 'preact/hooks';
import { api, toErrorBody } from '../api/client.ts';
import type { ErrorBody } from '../api/types.generated.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount } from '../components/format-count.ts';
import { canSaveManifest } from './actions.ts';
import type { MappingModel } from './model.ts';

interface SaveTestProps {
  readonly mapping: MappingModel;
  readonly onClose: () => void;
}

const inputValue = (event: Event): string => (event.target as HTMLInputElement).value;

/** Dialog that saves the sample as a recording and its records as the expected output of a test. */
export function SaveTest({ mapping, onClose }: SaveTestProps) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  const submit = async () => {
    const { connector, draft, map, sample } = mapping;
    const request = { name, description, map, sample: sample.peek() ?? '', manifest: draft.text.peek() };
    try {
      const { files, asset, finding, rejects } = await api.saveTest(connector.connector.id, request);
      const counts = `${formatCount(asset + finding, 'record')}, ${formatCount(rejects, 'reject')}`;
      showToast(`Saved ${files.join(' and ')}: ${counts}.`);
      onClose();
    } catch (thrown) {
      setError(toErrorBody(thrown));
    }
  };
  return (
    <Dialog title="Save as test" onClose={onClose}>
      <div class="dialog-body">
        <p class="muted">
          Saves the sample as a recording and the current records as the expected output of <code>mapwright test</code>.
        </p>
        {!canSaveManifest(mapping) && (
          <p class="note">
            Saving requires <code>mapwright studio --write</code> and a custom manifest.
          </p>
        )}
        <label class="field">
          <span>Name</span>
          <input type="text" value={name} spellcheck={false} onInput={(event) => setName(inputValue(event))} />
          <small>Lowercase letters, digits and hyphens, for example status-new</small>
        </label>
        <label class="field">
          <span>Description</span>
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
