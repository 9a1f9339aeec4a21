import { toSentence } from '../../components/message.tsx';
import { type Content, type ContentEdit, readAt } from '../manifest-content.ts';
import { type DraftModel, editManifest, showInText } from '../model.ts';
import type { SchemaView } from './schema-view.ts';

/** What every part of the form needs. */
export interface FormContext {
  readonly model: DraftModel;
  readonly view: SchemaView;
  readonly isWide: boolean;
}

/** Position of the manifest that a part of the form edits. */
export interface FormPart extends FormContext {
  /** JSON pointer. */
  readonly at: string;
}

/** Returns the value that a part of the form shows. */
export const readPart = ({ model, at }: FormPart): unknown => readAt(model.content.value, at);

/** Sets or removes the value of a part. */
export const writePart = ({ model, at }: FormPart, value: unknown): void =>
  editManifest(model, [{ to: at, value }], `form:${at}`);

/** Changes several positions as one undo step. */
export const writeParts = ({ model }: FormContext, edits: readonly ContentEdit[]): void => editManifest(model, edits);

/** Shows a part in the text. */
export const showPart = ({ model, at, isWide }: FormPart): void => showInText(model, at, isWide);

/** Returns the messages about a position; `isDeep` includes those about its members. */
export function findProblem({ model, at }: FormPart, isDeep = false): string | undefined {
  const isHere = (path: string) => path === at || (isDeep && path.startsWith(`${at}/`));
  const found = model.problems.value.filter(({ path }) => isHere(path));
  return found.length === 0 ? undefined : found.map(({ message, fix }) => `${toSentence(message)} ${fix}`).join(' ');
}

/** Returns a name that is not taken: `field`, `field_2`. */
export function findFreeName(base: string, content: Content, section: string): string {
  const taken = new Set(Object.keys((readAt(content, section) ?? {}) as object));
  let name = base;
  for (let n = 2; taken.has(name); n += 1) name = `${base}_${n}`;
  return name;
}
