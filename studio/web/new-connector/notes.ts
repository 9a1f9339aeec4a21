import { parsePointer } from '../mapping/json-positions.ts';
import { type Content, type ContentEdit, isContent, joinPointer, readAt } from './manifest-content.ts';

/** Returns the pointers at which a proposal can have its note: in the proposed object, its first element, or beside a list. */
function listNotes(to: string): readonly string[] {
  const [section, name, member] = parsePointer(to);
  const beside = section === 'streams' && member === 'records' ? [joinPointer('', section, name ?? '', 'note')] : [];
  return [joinPointer(to, 'note'), joinPointer(to, '0', 'note'), ...beside];
}

/** Returns the pointer of the note of a proposal that the manifest contains. */
export const findNote = (to: string, content: Content | undefined): string | undefined =>
  listNotes(to).find((pointer) => typeof readAt(content, pointer) === 'string');

/** Returns the edits that remove the notes of proposals. */
export const removeNotes = (
  proposals: readonly { readonly to: string }[],
  content: Content | undefined,
): readonly ContentEdit[] =>
  proposals.flatMap(({ to }) => {
    const note = findNote(to, content);
    return note === undefined ? [] : [{ to: note }];
  });

/** Returns a proposed value without its note. */
export function withoutNote(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNote);
  if (!isContent(value)) return value;
  const { note: _, ...rest } = value;
  return rest;
}
