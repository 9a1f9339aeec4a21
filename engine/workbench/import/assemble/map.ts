import { isObject, type Json, type JsonObject, readPath, toPointer } from '../../../base/json/index.ts';
import { formatNote } from '../proposal.ts';
import type { RecordList } from '../propose/records.ts';
import { type MapEvidence, proposeMap } from '../propose/targets/index.ts';
import type { Reporter } from '../reporter.ts';

/** Map of a draft: its name, the entity of its records, and the stream that it reads. */
export interface NamedMap {
  readonly name: string;
  readonly entity: 'asset' | 'finding';
  readonly stream: string;
}

/** Map and enums as the manifest contains them. */
export interface MapParts {
  readonly map: JsonObject;
  readonly enums: JsonObject;
}

/** Items that a map is proposed from: what is inferred does not change with more. */
const MOST_ITEMS = 1_000;

/** Returns the items of a list; in XML, a single element is a list of one. */
export function listSampleItems(page: Json, { path }: Pick<RecordList, 'path'>): Json[] {
  const found = readPath(page, path);
  const items = Array.isArray(found) ? (found as readonly Json[]) : found === undefined ? [] : [found];
  return items.filter(isObject).slice(0, MOST_ITEMS);
}

function buildEnums(enums: ReturnType<typeof proposeMap>['enums'], reporter: Reporter): JsonObject {
  const tables = Object.entries(enums).map(([name, { values, unknown, reason }]) => {
    const to = toPointer(['enums', name]);
    reporter.propose(
      { part: `enum "${name}" (values: ${Object.keys(values).length})`, to },
      { confidence: /assumed/.test(reason) ? 'low' : 'medium', reason },
    );
    for (const value of unknown)
      reporter.omit({
        part: `value "${value.slice(0, 60)}" of the enum "${name}"`,
        reason: 'its meaning is unknown; items with it are rejected',
      });
    return [name, { values, unmapped: 'reject', match: 'loose', note: formatNote(reason) }] as const;
  });
  return Object.fromEntries(tables) as JsonObject;
}

/** Builds a map to a built-in entity from the schema and the values of the items, and reports each field and enum. */
export function buildMap(
  { name, entity, stream }: NamedMap,
  { reporter, ...evidence }: Omit<MapEvidence, 'noun'> & { readonly reporter: Reporter },
): MapParts {
  const { fields, enums } = proposeMap(entity, { ...evidence, noun: stream });
  const entries = fields.map((proposal) => {
    const { target, ...spec } = proposal.value;
    reporter.propose({ part: `${target} ← ${spec.value}`, to: toPointer(['maps', name, 'fields', target]) }, proposal);
    return [target, { ...spec, note: formatNote(proposal.reason) }] as const;
  });
  return {
    map: { from: stream, to: entity, fields: Object.fromEntries(entries) as JsonObject },
    enums: buildEnums(enums, reporter),
  };
}
