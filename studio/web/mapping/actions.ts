import { api, toErrorBody } from '../api/client.ts';
import { maps } from '../api/platform.ts';
import type { TransformMap } from '../api/types.generated.ts';
import { catalogue } from '../app/catalogue.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { saveFile } from '../components/save-file.ts';
import { extractSpec, listChangesOutside } from './map-spec.ts';
import { type MappingModel, undoIn } from './model.ts';
import { toFragment } from './share.ts';

/** Returns true when the studio may write the manifest of this connector. */
export const canSaveManifest = ({ connector }: MappingModel): boolean =>
  (catalogue.value?.write ?? false) && connector.connector.writable;

/** Returns true when what is edited can be saved in place: a custom map, or a manifest that the studio may write. */
export const canSave = (mapping: MappingModel): boolean =>
  mapping.custom.value !== undefined || canSaveManifest(mapping);

const NOT_JSON = 'The manifest is not valid JSON. Fix the problems that are marked in it, then save again.';

/** Saves the manifest to its file. The server refuses when the file changed since it was loaded. */
async function saveManifest({ connector, draft, base }: MappingModel): Promise<void> {
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

/** Formats the parts of the draft that a custom map cannot contain; '' if there are none. */
export function describeOmitted({ draft, base, map }: MappingModel): string {
  const outside = listChangesOutside(draft.text.value, base.value, map);
  return outside.length === 0 ? '' : `Not part of a custom map, so not saved: ${outside.join(', ')}.`;
}

/** Saves a custom map. The server refuses when it changed since it was loaded. */
async function saveCustom(mapping: MappingModel, { id, name, updatedAt }: TransformMap): Promise<void> {
  const { draft, base, map, custom, saved } = mapping;
  const omitted = describeOmitted(mapping);
  if (omitted !== '') return showToast(`${omitted} Undo these changes first.`, { tone: 'bad' });
  const spec = extractSpec(draft.text.peek(), base.peek(), map);
  if (!spec) return showToast(NOT_JSON, { tone: 'bad' });
  const edited = await runAndReport(() => maps.edit(id, spec, updatedAt));
  if (!edited) return;
  custom.value = edited.map;
  draft.edit(saved.peek());
  showToast(`Saved ${name}. Connections use it from their next run.`);
}

/** Saves the edited map in place. */
export async function save(mapping: MappingModel): Promise<void> {
  const custom = mapping.custom.peek();
  if (custom) return saveCustom(mapping, custom);
  if (canSaveManifest(mapping)) return saveManifest(mapping);
  showToast('Use “Save as my map”, or start `mapwright studio --write` with a custom manifest.', { tone: 'bad' });
}

/** Saves the edited map as a new custom map. Returns undefined after an error, which is shown. */
export async function saveAsCustom(mapping: MappingModel, name: string): Promise<TransformMap | undefined> {
  const { maps: all, map, draft, base, custom, saved } = mapping;
  const from = custom.peek() ?? all.find((one) => one.readOnly && one.map === map);
  const spec = extractSpec(draft.text.peek(), base.peek(), map);
  if (!from || !spec) {
    showToast(NOT_JSON, { tone: 'bad' });
    return undefined;
  }
  const created = await runAndReport(() => maps.clone(from.id, name, spec));
  // The changes belong to the new map now, except those that it cannot contain.
  if (created && describeOmitted(mapping) === '') draft.edit(saved.peek());
  return created?.map;
}

/** Discards the changes since the last save. */
export function reset({ draft, saved, custom }: MappingModel): void {
  const edit = draft.edit(saved.peek());
  showToast(custom.peek() ? 'Reset to the saved map.' : 'Reset to the default.', undoIn(draft, edit));
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
export function downloadMap({ draft, base, map, connector }: MappingModel): void {
  const spec = extractSpec(draft.text.peek(), base.peek(), map);
  const name = `${connector.connector.id}-${map}-map.json`;
  if (spec) saveFile(name, 'application/json', `${JSON.stringify(spec, null, 2)}\n`);
  else showToast(NOT_JSON, { tone: 'bad' });
}
