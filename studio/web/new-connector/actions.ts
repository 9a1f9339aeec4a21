import { draftApi } from '../api/drafts.ts';
import type { Issue } from '../api/types.generated.ts';
import { catalogue, loadCatalogue } from '../app/catalogue.ts';
import { navigate } from '../app/router.ts';
import { handOverSample } from '../app/sample-handoff.ts';
import { showToast } from '../app/toasts.tsx';
import { runAndReport } from '../components/attempt.ts';
import { formatCount } from '../components/format-count.ts';
import { saveFile } from '../components/save-file.ts';
import { readAt } from './manifest-content.ts';
import { type DraftModel, listNames } from './model.ts';
import { forgetDraft } from './stored-draft.ts';

/** Returns true when this studio can save new connectors. */
export const canSave = (): boolean => catalogue.value?.write === true;

/** Returns the number of errors. */
export const countErrors = (problems: readonly Issue[]): number =>
  problems.filter(({ severity }) => severity === 'error').length;

/** Returns the id in the manifest. */
export const readId = ({ content }: DraftModel): string => String(content.value['id'] ?? '');

/** Shows the problems, or reports that there are none. */
export function showProblems({ problems, tab }: DraftModel): void {
  if (problems.peek().length === 0) showToast('The manifest is valid.');
  else tab.value = 'problems';
}

/** Opens a saved connector: its first map, with the sample of its stream, or the guide. */
function openSaved({ content, samples }: DraftModel, id: string): void {
  const home = `/c/${encodeURIComponent(id)}`;
  const [map] = listNames(content.peek(), '/maps');
  const text = samples.peek()[String(readAt(content.peek(), `/maps/${map}/from`))];
  if (map !== undefined && text !== undefined) handOverSample({ connector: id, map, text });
  const query = text === undefined ? '' : '?sample=own';
  navigate(map === undefined ? home : `${home}/map/${encodeURIComponent(map)}${query}`);
}

/** Saves the connector into a new folder, and opens it. The draft ends with it. */
export async function saveConnector(model: DraftModel): Promise<void> {
  const { draft, cases, problems } = model;
  if (countErrors(problems.peek()) > 0) {
    showProblems(model);
    showToast('Fix the errors before you save, or download the manifest as it is.', { tone: 'bad' });
    return;
  }
  const saved = await runAndReport(() => draftApi.save({ text: draft.text.peek(), cases: [...cases.peek()] }));
  if (!saved) return;
  model.stop();
  forgetDraft();
  await runAndReport(loadCatalogue);
  const tested = saved.cases.length > 0 ? ` with ${formatCount(saved.cases.length, 'recorded case')}` : '';
  showToast(`Saved ${saved.file}${tested}.`);
  for (const { name, reason } of saved.skipped)
    showToast(`The recorded case ${name} was left out: ${reason}.`, { tone: 'bad' });
  openSaved(model, saved.id);
}

/** Downloads the manifest. */
export function downloadManifest(model: DraftModel): void {
  saveFile('manifest.json', 'application/json', model.draft.text.peek());
}

/** Downloads the recorded cases, one file each, for the folder `recordings` beside the manifest. */
export function downloadCases({ cases }: DraftModel): void {
  for (const { name, recording } of cases.peek())
    saveFile(`${name}.json`, 'application/json', `${JSON.stringify(recording, null, 2)}\n`);
}
