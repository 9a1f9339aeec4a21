import { computed, type ReadonlySignal } from '@preact/signals';
import type { Node } from 'jsonc-parser';
import type { PreviewAnswer } from '../api/types.generated.ts';
import type { Mark } from '../components/editor-marks.ts';
import type { Hovered, Mapping } from './model.ts';
import { leavesOf, nodeAt, pointerAt, rangeOf, treeOf } from './places.ts';

/** Which targets and which places of the payload belong together, as signals. */
export interface LineageView {
  readonly tree: ReadonlySignal<Node | undefined>;
  readonly litTargets: ReadonlySignal<ReadonlySet<string>>;
  readonly marks: ReadonlySignal<readonly Mark[]>;
  /** What stands at an offset of the sample's text. */
  readonly at: (offset: number) => SourceAt | undefined;
}

interface SourceAt {
  readonly item: number;
  /** Into the item. */
  readonly pointer: string;
  readonly unread: boolean;
}

const within = (pointer: string, outer: string): boolean => pointer === outer || pointer.startsWith(`${outer}/`);

const asPattern = (pointer: string): string => pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** The targets that read a value of an item. */
function readersOf(good: PreviewAnswer | undefined, { item, pointer }: { item: number; pointer: string }): string[] {
  const reads = good?.items[item]?.reads ?? {};
  return Object.keys(reads).filter((target) =>
    reads[target]?.some((read) => within(pointer, read) || within(read, pointer)),
  );
}

const targetsUnder = (good: PreviewAnswer | undefined, hovered: Hovered | undefined): string[] =>
  hovered?.kind === 'source' ? readersOf(good, hovered) : hovered ? [hovered.target] : [];

function litMarks(mapping: Mapping, tree: Node | undefined, hovered: Hovered | undefined): Mark[] {
  if (hovered?.kind === 'source') return [];
  const target = hovered?.target ?? mapping.selected.value?.target ?? '';
  const item = mapping.item.value;
  const pointer = item?.pointer ?? undefined;
  if (pointer === undefined) return [];
  return (item?.reads[target] ?? []).flatMap((read) => {
    const range = rangeOf(tree, pointer + read);
    return range ? [{ ...range, kind: 'lit' as const }] : [];
  });
}

function unreadMarks(good: PreviewAnswer | undefined, tree: Node | undefined): Mark[] {
  const unread = new Set(good?.unread ?? []);
  if (unread.size === 0) return [];
  return (good?.items ?? []).flatMap(({ pointer }) => {
    const node = pointer === null ? undefined : nodeAt(tree, pointer);
    const leaves = node ? leavesOf(node) : [];
    return leaves.flatMap(({ pattern, from, to }) =>
      unread.has(pattern) ? [{ from, to, kind: 'unread' as const }] : [],
    );
  });
}

function sourceAt(good: PreviewAnswer | undefined, pointer: string | undefined): SourceAt | undefined {
  if (pointer === undefined) return undefined;
  const item = good?.items.findIndex((one) => one.pointer !== null && within(pointer, one.pointer)) ?? -1;
  const start = good?.items[item]?.pointer;
  if (item < 0 || typeof start !== 'string') return undefined;
  const inside = pointer.slice(start.length);
  return { item, pointer: inside, unread: good?.unread.includes(asPattern(inside)) ?? false };
}

/** Lineage both ways, over the sample's text as it is now. */
export function lineageOf(mapping: Mapping): LineageView {
  const { live, hovered, sample } = mapping;
  const tree = computed(() => treeOf(sample.value ?? ''));
  const unread = computed(() => unreadMarks(live.good.value, tree.value));
  return {
    tree,
    litTargets: computed(() => new Set(targetsUnder(live.good.value, hovered.value))),
    marks: computed(() => [...unread.value, ...litMarks(mapping, tree.value, hovered.value)]),
    at: (offset) => sourceAt(live.good.peek(), pointerAt(tree.peek(), offset)),
  };
}
