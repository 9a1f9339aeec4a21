import { type JsonObject, toPointer } from '../../base/json/index.ts';
import { hasErrors, type Issue, invalidManifest, type Manifest, parseManifest } from '../../manifest/index.ts';
import type { CaseOutcome, Recording } from '../replay/index.ts';
import type { ImportReport, OmittedPart, TranslatedPart } from './report.ts';

/** Recorded case of an imported connector. */
export interface ImportedCase {
  readonly name: string;
  readonly recording: Recording;
  /** Outcome of its replay, if it is known already. */
  readonly expected?: CaseOutcome['outcome'];
}

/** Connector that an importer proposes: the manifest as JSON, its recorded cases, and the report. */
export interface ImportedConnector {
  /** Without streams if nothing in the source could be translated. */
  readonly draft: JsonObject;
  readonly cases?: readonly ImportedCase[];
  readonly report: ImportReport;
}

/** Imported connector whose manifest is valid, or absent if no stream remains. */
export interface CheckedImport {
  readonly draft: JsonObject;
  readonly manifest?: Manifest;
  readonly cases: readonly ImportedCase[];
  readonly report: ImportReport;
}

/** Sections whose entries can be left out one by one. */
const REMOVABLE = ['streams', 'maps', 'enums', 'entities', 'filters', 'auths'] as const;

const SINGULAR: Readonly<Record<(typeof REMOVABLE)[number], string>> = {
  streams: 'stream',
  maps: 'map',
  enums: 'enum',
  entities: 'entity',
  filters: 'filter',
  auths: 'auth',
};

const isInside = (pointer: string, entry: string): boolean => pointer === entry || pointer.startsWith(`${entry}/`);

/** Entry of a section of the manifest, and its pointer. */
interface Entry {
  readonly section: (typeof REMOVABLE)[number];
  readonly name: string;
  readonly pointer: string;
}

/** Returns the removable entry that an issue is about, if there is one. */
const findEntry = (draft: JsonObject, { path }: Issue): Entry | undefined =>
  REMOVABLE.flatMap((section) =>
    Object.keys((draft[section] ?? {}) as JsonObject).map((name) => ({
      section,
      name,
      pointer: toPointer([section, name]),
    })),
  ).find(({ pointer }) => isInside(path, pointer));

const removeEntry = (draft: JsonObject, { section, name }: Entry): JsonObject => {
  const { [name]: _, ...others } = draft[section] as JsonObject;
  return { ...draft, [section]: others };
};

const hasStreams = ({ streams }: JsonObject): boolean => Object.keys((streams ?? {}) as JsonObject).length > 0;

/**
 * Validates an imported connector. Leaves out entries with errors, such as a stream whose parent does not exist, and
 * reports them as not translated. Throws MANIFEST_INVALID for an error elsewhere.
 */
export function checkImport({ draft, cases = [], report }: ImportedConnector): CheckedImport {
  const removed = new Map<string, OmittedPart>();
  let current = draft;
  while (hasStreams(current)) {
    const { manifest, issues } = parseManifest(JSON.stringify(current));
    if (manifest && !hasErrors(issues))
      return { draft: current, manifest, cases, report: moveRemoved(report, removed) };
    const before = removed.size;
    for (const issue of issues.filter(({ severity }) => severity === 'error')) {
      const entry = findEntry(current, issue);
      if (entry === undefined) continue;
      current = removeEntry(current, entry);
      removed.set(entry.pointer, { part: `${SINGULAR[entry.section]} "${entry.name}"`, reason: issue.message });
    }
    if (removed.size === before) throw invalidManifest(String(draft['id']), issues);
  }
  return { draft: current, cases: [], report: moveRemoved(report, removed) };
}

/** Moves the parts of removed entries to the omitted ones. */
function moveRemoved(report: ImportReport, removed: ReadonlyMap<string, OmittedPart>): ImportReport {
  const entries = [...removed.keys()];
  const remains = ({ to }: TranslatedPart) => entries.every((entry) => !isInside(to, entry));
  return {
    translated: report.translated.filter(remains),
    approximated: report.approximated.filter(remains),
    notTranslated: [...report.notTranslated, ...removed.values()],
  };
}
