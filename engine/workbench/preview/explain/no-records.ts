import { isObject, type Json, readPath, toPointer } from '../../../base/json/index.ts';
import { compileSelector } from '../../../language/expression/index.ts';
import type { Manifest } from '../../../manifest/index.ts';
import { listNouns } from '../../import/names.ts';
import { listCandidates, proposeRecords } from '../../import/propose/records.ts';
import { inferSchema } from '../../import/shape/infer-schema.ts';
import { createSchemaView } from '../../import/shape/schema-view.ts';
import { parseSample, readPage } from '../sample.ts';
import type { ExplainedSample, NoRecords } from './explained-sample.ts';

/** Path at the start of a selector: `Items` in `Items[Severity = 'High']`. */
const LEADING_PATH = /^(?:\$|(?:[A-Za-z_]\w*|`[^`]+`)(?:\.(?:[A-Za-z_]\w*|`[^`]+`))*)(?=\[|$)/;

/** Stream of a manifest whose page is a sample. */
interface StreamSample {
  readonly manifest: Manifest;
  readonly stream: string;
}

/** List that a stream reads its items from, and the rest of the selector. */
interface Root {
  readonly name: string;
  readonly path: readonly string[];
  /** Predicate after the path. */
  readonly rest: string;
}

/** Returns the list of a selector, or undefined if it computes its items. */
function findRoot(records: string): Root | undefined {
  const selector = records.trim();
  const name = LEADING_PATH.exec(selector)?.[0];
  if (name === undefined) return undefined;
  const path = name === '$' ? [] : compileSelector(name)?.path;
  return path && { name, path, rest: selector.slice(name.length) };
}

const countMembers = (page: Json, path: readonly string[]): number => {
  const list = readPath(page, path);
  return Array.isArray(list) ? list.length : 0;
};

const isHar = (page: Json): boolean =>
  Array.isArray(readPath(page, ['log', 'entries'])) && readPath(page, ['log', 'version']) !== undefined;

const formatItems = (count: number): string => (count === 1 ? '1 item' : `${count} items`);

/** Finds the list that contains the items of a sample, by the rules of the importers. */
function findList(page: Json, requestPath: string) {
  const schema = inferSchema([page]);
  const view = createSchemaView({});
  const likely = proposeRecords(schema, { view, nouns: listNouns(requestPath) })?.value;
  const lists = [...(likely ? [likely] : []), ...listCandidates(schema, view)];
  return lists.find(({ path }) => path.length > 0 && countMembers(page, path) > 0);
}

function explainMissingRoot({ manifest, stream }: StreamSample, page: Json, { name, rest }: Root): NoRecords {
  if (isHar(page))
    return { message: 'The sample is a HAR file. Replace it by the body of one of the responses in it.' };
  const subject = name === '$' ? 'The sample is not a list' : `\`${name}\` not found`;
  const list = findList(page, manifest.streams[stream]?.request?.path ?? '');
  if (!list && isObject(page))
    return { message: `${subject}: the sample is one item, which the \`where\` condition of the map skips.` };
  if (!list) return { message: `${subject}: the sample contains no list of items.` };
  const items = formatItems(countMembers(page, list.path));
  return {
    message: `${subject}; \`${list.records}\` has ${items}.`,
    proposal: {
      list: list.records,
      records: list.records + rest,
      pointer: toPointer(['streams', stream, 'records']),
    },
  };
}

function explainItems(root: Root | undefined, page: Json | undefined, totals: ExplainedSample['totals']): NoRecords {
  const { items, rejects } = totals;
  const members = root && page !== undefined ? countMembers(page, root.path) : 0;
  if (items === 0 && root && members > 0)
    return { message: `\`records\` selects none of the ${formatItems(members)} in \`${root.name}\`.` };
  if (items === 0) return { message: 'The sample contains no items.' };
  if (rejects > 0) return { message: `The map rejects ${rejects} of ${formatItems(items)}.` };
  return { message: `The \`where\` condition of the map skips ${items === 1 ? 'the item' : `all ${items} items`}.` };
}

/** Explains why a stream finds no items on a page. */
export const explainEmptyPage = ({ text, ...sample }: StreamSample & { readonly text: string }) =>
  explainNoRecords(sample, text, { items: 0, records: 0, rejects: 0, skipped: 0 });

/**
 * Explains why a sample gives no records, or returns undefined if it gives some. Proposes another list for `records` if
 * the sample has its items elsewhere.
 */
export async function explainNoRecords(
  sample: StreamSample,
  text: string,
  totals: ExplainedSample['totals'],
): Promise<NoRecords | undefined> {
  if (totals.records > 0) return undefined;
  const page = await readPage(parseSample(text).text);
  const root = findRoot(sample.manifest.streams[sample.stream]?.records ?? '$');
  const isMissing =
    root && page !== undefined && !Array.isArray(page) && !Array.isArray(readPath(page, root.path) ?? undefined);
  if (!isMissing) return explainItems(root, page, totals);
  const missing = explainMissingRoot(sample, page, root);
  // A sample can be a single item: the reason for its reject explains more than the absence of a list.
  return missing.proposal || isHar(page) || totals.rejects === 0 ? missing : explainItems(root, page, totals);
}
