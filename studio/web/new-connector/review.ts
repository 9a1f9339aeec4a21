import { formatPointer, parsePointer } from '../mapping/json-positions.ts';
import { applyEdits, type Content, type ContentEdit, isContent, joinPointer, readAt } from './manifest-content.ts';
import { type DraftModel, editManifest, listNames, type ValuedProposal } from './model.ts';
import { findNote, removeNotes, withoutNote } from './notes.ts';

/** Decision about a proposal. Changed and rejected ones follow from the text, so that undo and the form agree with it. */
export type Decision = 'open' | 'accepted' | 'changed' | 'rejected';

/** Returns the decision about a proposal. */
export function findDecision({ to, value }: ValuedProposal, content: Content, accepted: ReadonlySet<string>): Decision {
  const now = readAt(content, to);
  if (now === undefined && value !== undefined) return 'rejected';
  if (JSON.stringify(withoutNote(now)) !== JSON.stringify(withoutNote(value))) return 'changed';
  // Undo gives back the note, and with it the question.
  return accepted.has(to) && findNote(to, content) === undefined ? 'accepted' : 'open';
}

/** Accepts proposals as one undo step: their notes are removed. */
export function acceptProposals(model: DraftModel, proposals: readonly ValuedProposal[]): void {
  const { accepted, draft, content } = model;
  accepted.value = new Set([...accepted.peek(), ...proposals.map(({ to }) => to)]);
  draft.edit(applyEdits(draft.text.peek(), removeNotes(proposals, content.peek())));
}

const removeEnum = (name: string, pointer: string, content: Content): ContentEdit[] => [
  ...listNames(content, '/maps').flatMap((map) =>
    listNames(content, formatPointer(['maps', map, 'fields']))
      .map((target) => formatPointer(['maps', map, 'fields', target]))
      .filter((field) => readAt(content, joinPointer(field, 'enum')) === name)
      .map((field) => ({ to: joinPointer(field, 'enum') })),
  ),
  { to: pointer },
];

/** Returns the edits that reject a part, or undefined if a manifest cannot lack it. */
function findRejection(pointer: string, content: Content): readonly ContentEdit[] | undefined {
  const [section = '', name = '', member, at] = parsePointer(pointer);
  if (section === 'auth') return [{ to: pointer, value: { type: 'none' } }];
  if (section === 'enums') return removeEnum(name, pointer, content);
  if (section === 'maps' || section === 'entities') return [{ to: pointer }];
  if (section !== 'streams' || member === undefined) return undefined;
  if (member === 'request') return [{ to: formatPointer([section, name]) }];
  if (member === 'records') return [{ to: pointer, value: '$' }];
  if (member === 'paginator') return [{ to: pointer, value: { type: 'none' } }];
  const list = formatPointer([section, name, member]);
  const isOnly = at !== undefined && listNames(content, list).length === 1;
  return [{ to: isOnly ? list : pointer }];
}

/** Returns true if a proposal can be rejected: a manifest needs a base URL and its settings. */
export const canReject = ({ to }: ValuedProposal, content: Content): boolean =>
  findRejection(to, content) !== undefined;

/** Removes a part, or replaces it by the neutral value of a part that a manifest needs. */
export function rejectProposal(model: DraftModel, { to }: ValuedProposal): void {
  const edits = findRejection(to, model.content.peek());
  if (edits) editManifest(model, edits);
}

/** Returns the pointer of the text that a proposal consists of: an expression or a path. Undefined for other parts. */
export function findEditable({ to }: ValuedProposal, content: Content): string | undefined {
  const value = readAt(content, to);
  if (typeof value === 'string') return to;
  if (!isContent(value)) return undefined;
  return ['value', 'path'].map((name) => joinPointer(to, name)).find((one) => typeof readAt(content, one) === 'string');
}

/** Formats the value of a proposal on one line. */
export function formatPart(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isContent(value)) return JSON.stringify(value) ?? '';
  const rest = withoutNote(value) as Content;
  if (typeof rest['path'] === 'string') return `${String(rest['method'] ?? 'GET')} ${rest['path']}`;
  if (typeof rest['value'] === 'string') return rest['value'];
  if (isContent(rest['values']))
    return Object.entries(rest['values'])
      .map(([from, to]) => `${from} → ${to}`)
      .join(', ');
  return Object.entries(rest)
    .map(([name, one]) => `${name}: ${typeof one === 'string' ? one : JSON.stringify(one)}`)
    .join(', ');
}
