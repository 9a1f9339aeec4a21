import { fromPointer, isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import type { DraftEdit } from './propose-stream.ts';

/** Sets or removes a member; objects on the way are created. */
function setMember(target: JsonObject, [name, ...rest]: readonly string[], value: Json | undefined): JsonObject {
  if (name === undefined) return target;
  const { [name]: current, ...others } = target;
  if (rest.length > 0) return { ...target, [name]: setMember(isObject(current) ? current : {}, rest, value) };
  return value === undefined ? others : { ...target, [name]: value };
}

/** Applies edits to a manifest. */
export const applyEdits = (draft: JsonObject, edits: readonly DraftEdit[]): JsonObject =>
  edits.reduce((current, { to, value }) => setMember(current, fromPointer(to) ?? [], value), draft);
