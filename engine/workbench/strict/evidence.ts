import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue, Manifest } from '../../manifest/index.ts';
import { type CaseOutcome, listCaseNames, type Recording, readRecording, type runCase } from '../replay/index.ts';

/** Replayed case of a connector. */
export interface RecordedCase {
  readonly name: string;
  readonly recording: Recording;
  readonly outcome: CaseOutcome;
  /** Vendor values that the case looks up in each enum. */
  readonly literals: Readonly<Record<string, readonly string[]>>;
}

/** Everything that the strict rules look at. */
export interface Evidence {
  readonly manifest: Manifest;
  readonly issues: readonly Issue[];
  /** Text of README.md; undefined if there is none. */
  readonly guide: string | undefined;
  readonly cases: readonly RecordedCase[];
}

/** Returns the manifest with empty enums that reject: its run report lists every value that is looked up. */
const emptyEnums = (manifest: Manifest): Manifest => ({
  ...manifest,
  enums: Object.fromEntries(
    Object.entries(manifest.enums ?? {}).map(([name, spec]) => [name, { ...spec, values: {}, unmapped: 'reject' }]),
  ),
});

/** Replays cases. Known outcomes are not replayed again. */
export interface Replaying {
  readonly replay: typeof runCase;
  readonly outcomes?: ReadonlyMap<string, CaseOutcome>;
}

async function replayCase(
  manifest: Manifest,
  { folder, name, replay, outcomes }: Replaying & { folder: string; name: string },
): Promise<RecordedCase> {
  const recording = await readRecording(folder, name);
  const outcome = outcomes?.get(name) ?? (await replay(manifest, recording));
  if (Object.keys(manifest.enums ?? {}).length === 0) return { name, recording, outcome, literals: {} };
  const { report } = await replay(emptyEnums(manifest), recording);
  const literals = Object.entries(report.unmapped).map(([name, counts]) => [name, Object.keys(counts)]);
  return { name, recording, outcome, literals: Object.fromEntries(literals) };
}

/** Replays the cases in a connector's folder, and reads its guide. Rejects with the error of a case that cannot be replayed. */
export async function gatherEvidence(
  { manifest, issues }: Pick<Evidence, 'manifest' | 'issues'>,
  folder: string,
  replaying: Replaying,
): Promise<Evidence> {
  const guide = await readFile(join(folder, 'README.md'), 'utf8').catch(() => undefined);
  const cases: RecordedCase[] = [];
  for (const name of await listCaseNames(folder))
    cases.push(await replayCase(manifest, { ...replaying, folder, name }));
  return { manifest, issues, guide, cases };
}
