import { api, toErrorBody } from '../api/client.ts';
import { catalogue } from '../app/catalogue.ts';
import { showToast } from '../app/toasts.tsx';
import { extractMap } from './manifest-text.ts';
import type { MappingModel } from './model.ts';
import { toFragment } from './share.ts';

/** Whether what is edited here may be written into the connector's folder. */
export const canSave = ({ connector }: MappingModel): boolean =>
  (catalogue.value?.write ?? false) && connector.connector.writable;

/** Writes the manifest's file, unless someone else changed it meanwhile. */
export async function save(mapping: MappingModel): Promise<void> {
  const { connector, draft, base } = mapping;
  if (!canSave(mapping))
    return showToast('Saving needs `mapwright studio --write` and a manifest of your own.', { tone: 'bad' });
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

/** Back to what is in the file. */
export function reset({ draft, base }: MappingModel): void {
  draft.edit(base.peek());
  showToast('Back to the default.', { action: { title: 'Undo', run: draft.undo } });
}

/** A link to this map at this place, with the manifest as it is edited and without the sample. */
export async function share({ draft, edited }: MappingModel): Promise<void> {
  const link = new URL(window.location.href);
  if (link.searchParams.get('sample') === 'own') link.searchParams.delete('sample');
  link.hash = edited.peek() ? await toFragment(draft.text.peek()) : '';
  try {
    await navigator.clipboard.writeText(link.href);
    showToast('Copied a link: it holds the manifest and this place, not the sample.');
  } catch {
    window.history.replaceState(null, '', link);
    showToast('The link is in the address bar: it holds the manifest and this place, not the sample.');
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The manifest as a file. */
export const downloadManifest = ({ draft }: MappingModel): void => download('manifest.json', draft.text.peek());

/** The map alone, as the file that a connection's config names under `map`. */
export function downloadMap({ draft, map, connector }: MappingModel): void {
  const text = extractMap(draft.text.peek(), map);
  if (text) download(`${connector.connector.id}-${map}-map.json`, text);
}
