import { api, toErrorBody } from '../api/client.ts';
import { catalogue } from '../app/catalogue.ts';
import { showToast } from '../app/toasts.tsx';
import { saveFile } from '../components/save-file.ts';
import { extractMap } from './manifest-text.ts';
import { type MappingModel, undoIn } from './model.ts';
import { toFragment } from './share.ts';

/** Returns true when the studio may write the manifest of this connector. */
export const canSave = ({ connector }: MappingModel): boolean =>
  (catalogue.value?.write ?? false) && connector.connector.writable;

/** Saves the manifest to its file. The server refuses when the file changed since it was loaded. */
export async function save(mapping: MappingModel): Promise<void> {
  const { connector, draft, base } = mapping;
  if (!canSave(mapping))
    return showToast('Saving requires `mapwright studio --write` and a custom manifest.', { tone: 'bad' });
  const text = draft.text.peek();
  try {
    const { file } = await api.save(connector.connector.id, { text, before: base.peek() });
    base.value = text;
    showToast(`Saved${file ? ` to ${file}` : ''}.`);
  } catch (thrown) {
    const { message, fix } = toErrorBody(thrown);
    showToast(`${message} ${fix}`, { tone: 'bad' });
  }
}

/** Resets the edited manifest to the content of its file. */
export function reset({ draft, base }: MappingModel): void {
  const edit = draft.edit(base.peek());
  showToast('Reset to the default.', undoIn(draft, edit));
}

/** Copies a link to the current view. It includes the edited manifest but not the sample. */
export async function share({ draft, edited }: MappingModel): Promise<void> {
  const link = new URL(window.location.href);
  if (link.searchParams.get('sample') === 'own') link.searchParams.delete('sample');
  link.hash = edited.peek() ? await toFragment(draft.text.peek()) : '';
  try {
    await navigator.clipboard.writeText(link.href);
    showToast('Copied the link. It includes the manifest but not the sample.');
  } catch {
    window.history.replaceState(null, '', link);
    showToast('The link is in the address bar. It includes the manifest but not the sample.');
  }
}

/** Downloads the edited manifest. */
export const downloadManifest = ({ draft }: MappingModel): void =>
  saveFile('manifest.json', 'application/json', draft.text.peek());

/** Downloads the map as the file that the config of a connection references under `map`. */
export function downloadMap({ draft, map, connector }: MappingModel): void {
  const text = extractMap(draft.text.peek(), map);
  if (text) saveFile(`${connector.connector.id}-${map}-map.json`, 'application/json', text);
}
