import type { Json, JsonObject } from '../../../base/json/index.ts';
import { type Component, findComponent, getType } from './component.ts';
import { type CursorPlan, planCursor } from './cursor.ts';
import type { Found, NameContext } from './locations.ts';
import type { SlicePlan } from './slices.ts';
import { type Build, createNote, getParameters } from './stream-build.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Plans the cursor of a stream; without it, every run reads everything. */
export function tryCursor(
  build: Build,
  stream: Component,
  context: NameContext,
  slices: SlicePlan,
): CursorPlan | undefined {
  const component = findComponent(stream, 'incremental_sync');
  if (!component) return undefined;
  const own = { ...context, parameters: getParameters(component) };
  const result = attempt(() =>
    planCursor(
      component,
      own,
      slices.sources.some(
        (source) => 'parent' in source || 'union' in source || 'values' in source || 'setting' in source,
      ),
    ),
  );
  const from = build.environment.pointerOf(component);
  if ('reason' in result) {
    build.notes.push(createNote('omitted', getType(component), `${result.reason}; every run reads everything`, from));
    return undefined;
  }
  for (const reason of result.value.approximations)
    build.notes.push(createNote('approximated', getType(component), reason, from));
  return result.value;
}

export const isCursorLost = (stream: Component, cursor: CursorPlan | undefined): boolean =>
  cursor === undefined && findComponent(stream, 'incremental_sync') !== undefined;

const sendsWindow = (requests: string): boolean => requests.includes('window.start');

/** Fields of a slice as the records of a stream see them. */
export const listRecordFields = (
  slices: SlicePlan,
  cursor: CursorPlan | undefined,
  requests: Json,
): ReadonlyMap<string, Found> =>
  new Map([
    ...slices.fields,
    ...((sendsWindow(JSON.stringify(requests)) ? cursor?.fields : cursor?.recordFields) ?? []),
  ]);

/** Parts of a stream that follow from its cursor. */
export function writeCursor(
  build: Build,
  stream: Component,
  cursor: CursorPlan | undefined,
  requests: Json,
  records: JsonObject,
): JsonObject {
  if (!cursor) return {};
  const text = JSON.stringify(requests);
  if (sendsWindow(text)) {
    const { order: _order, ...incremental } = cursor.incremental;
    return { incremental, window: cursor.window };
  }
  if (text.includes('window.end')) refuse('the requests send the end of the windows without their start');
  const from = build.environment.pointerOf(findComponent(stream, 'incremental_sync') ?? {});
  if (cursor.incremental['order'] === undefined && cursor.incremental['clientSide'] !== true)
    build.notes.push(
      createNote(
        'approximated',
        'DatetimeBasedCursor',
        'No request sends the start: later runs drop the items before the cursor.',
        from,
      ),
    );
  const format = JSON.stringify(records).includes('$cursor.start') ? { format: cursor.format } : {};
  const side = cursor.incremental['order'] === undefined ? { clientSide: true } : {};
  return { incremental: { ...cursor.incremental, ...format, ...side } };
}
