import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Stages with patterns of their frames. A frame counts for the first match of itself or its nearest matching caller. */
const STAGES: readonly (readonly [string, RegExp])[] = [
  ['waiting', /^\(idle\)/],
  ['garbage collection', /^\(garbage collector\)/],
  ['validating', /validate\d*\b|engine\/pipeline\/map\/validate/],
  ['mapping', /engine\/(pipeline\/map|language|base\/time)\/|jsonata|evalmachine|^\S* :\d/],
  ['splitting', /engine\/(pipeline\/extract|base\/json)\//],
  ['writing', /engine\/pipeline\/sink\//],
  [
    'network',
    /engine\/io\/|undici|node:(?:internal\/)?(?:_?http|net|stream|zlib|tls|dns)|engine\/pipeline\/(run\/(request-sender|vendor-client|page-body|sessions|block-sessions|vendor-call|request-retry|follow-redirect)|auth|request|retry|pagination)\//,
  ],
  ['running', /engine\/(pipeline\/(run|connector)|cli)\//],
];

const findStage = (name: string): string | undefined => STAGES.find(([, pattern]) => pattern.test(name))?.[0];

/** Computes each stage's share of the CPU time from the CPU profile in a folder. */
export async function computeShares(folder: string): Promise<ReadonlyMap<string, number>> {
  const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile'));
  const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as Profile;
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const stages = new Map<number, string>();
  const find = (id: number): string => {
    const known = stages.get(id);
    if (known) return known;
    const node = nodes.get(id);
    const own = node && findStage(`${node.callFrame.functionName} ${node.callFrame.url}`);
    const parent = parents.get(id);
    const stage = own ?? (parent === undefined ? 'other' : find(parent));
    stages.set(id, stage);
    return stage;
  };
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const stage = find(id);
    times.set(stage, (times.get(stage) ?? 0) + (profile.timeDeltas[index] ?? 0));
  }
  times.delete('waiting');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].sort(([, a], [, b]) => b - a).map(([stage, time]) => [stage, time / total]));
}
