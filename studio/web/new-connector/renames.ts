import { computed, type Signal } from '@preact/signals';
import { toTitle } from '../../../engine/workbench/import/names.ts';
import { renameInRecording } from '../../../engine/workbench/replay/rename-recording.ts';
import type { RecordedCase, RenameRequest } from '../api/types.generated.ts';
import { type Content, type ContentEdit, joinPointer, readAt } from './manifest-content.ts';

/** New name of an entry of the manifest. */
export type EntryRename = Omit<RenameRequest, 'text'>;

/** Returns the pointer of a section's entries. */
export const pointToSection = (section: EntryRename['section']): string =>
  section === 'settings' ? '/settings/properties' : `/${section}`;

const pointTo = (section: EntryRename['section'], name: string): string => joinPointer(pointToSection(section), name);

/** Returns a pointer below `to` instead of `from`, if the manifest has no `from`. */
function move(pointer: string, from: string, to: string, content: Content): string {
  const isBelow = pointer === from || pointer.startsWith(`${from}/`);
  return isBelow && readAt(content, from) === undefined ? to + pointer.slice(from.length) : pointer;
}

/** Returns the pointer under the names that entries have in the content: undo gives them their former names. */
export function followRenames(pointer: string, renames: readonly EntryRename[], content: Content): string {
  const moved = renames.reduce(
    (at, { section, from, to }) => move(at, pointTo(section, from), pointTo(section, to), content),
    pointer,
  );
  return renames.reduceRight(
    (at, { section, from, to }) => move(at, pointTo(section, to), pointTo(section, from), content),
    moved,
  );
}

/** Returns the edits that a new name needs beyond the references: the default title of a setting follows its name. */
export function listRenameEdits({ section, from, to }: EntryRename, content: Content): readonly ContentEdit[] {
  const title = joinPointer(pointTo(section, to), 'title');
  const isDefault = section === 'settings' && readAt(content, title) === toTitle(from);
  return isDefault ? [{ to: title, value: toTitle(to) }] : [];
}

/** Returns the name of a recorded case of a stream. */
const toCaseName = (stream: string): string =>
  stream
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Returns recorded cases under the names that entries have in the content; the cases keep their own names. */
export function renameInCases(
  cases: readonly RecordedCase[],
  renames: readonly EntryRename[],
  content: Content,
): readonly RecordedCase[] {
  const effective = renames.filter(({ section, from }) => readAt(content, pointTo(section, from)) === undefined);
  return effective.reduce<readonly RecordedCase[]>(
    (all, rename) => all.map(({ name, recording }) => ({ name, recording: renameInRecording(recording, rename) })),
    cases,
  );
}

/** Returns the recorded case of a stream, which is named after the first name of the stream. */
export function findCase(
  cases: readonly RecordedCase[],
  stream: string,
  { renames, content }: { readonly renames: readonly EntryRename[]; readonly content: Content },
): RecordedCase | undefined {
  const now = pointTo('streams', stream);
  const former = renames.filter(
    ({ section, from }) => section === 'streams' && followRenames(pointTo(section, from), renames, content) === now,
  );
  const names = [stream, ...former.map(({ from }) => from)].map(toCaseName);
  return cases.find(({ name }) => names.includes(name));
}

/** State that is read under the current names of entries. */
export interface Followed<T> {
  value: T;
  readonly peek: () => T;
}

/** Wraps a state, so that reads convert it to the current names. */
export function follow<T>(source: Signal<T>, convert: (value: T) => T): Followed<T> {
  const view = computed(() => convert(source.value));
  return {
    get value() {
      return view.value;
    },
    set value(next) {
      source.value = next;
    },
    peek: () => view.peek(),
  };
}
