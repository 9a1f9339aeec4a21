import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { listMembers, type SourceMember } from '../../manifest/partition-sources.ts';
import type { PartitionSource, Stream } from '../../manifest/types.generated.ts';
import type { CompiledMember, CompiledSource, Connector } from './connector.ts';

type Visible = Connector['visible'];

const compileOptional = (source: string | undefined): Expression | undefined =>
  source === undefined ? undefined : compileExpression(source);

/** Returns the elements of a list setting; none if it is not set. Throws CONFIG_INVALID for a setting that is not a list. */
function listElements(setting: string, visible: Visible): readonly Json[] {
  const value: Json | undefined = Object.hasOwn(visible, setting) ? visible[setting] : undefined;
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw engineError('CONFIG_INVALID', {
    path: `/settings/${setting}`,
    problem: `"${setting}" is used as a list of partitions and must be a list`,
    fix: 'Give a list of values.',
  });
}

type Origin =
  | { readonly kind: 'parent'; readonly stream: string; readonly depth?: number }
  | { readonly kind: 'list'; readonly values: readonly Json[] }
  | { readonly kind: 'computed'; readonly list: Expression };

/** Stream whose sources are compiled. */
interface SourceSetup {
  readonly name: string;
  readonly visible: Visible;
}

const DEFAULT_DEPTH = 10;

function compileOrigin(
  { parent, setting, values }: SourceMember,
  { depth = DEFAULT_DEPTH }: PartitionSource,
  { name, visible }: SourceSetup,
): Origin {
  if (parent !== undefined) return { kind: 'parent', stream: parent, ...(parent === name ? { depth } : {}) };
  if (setting !== undefined) return { kind: 'list', values: listElements(setting, visible) };
  if (values && 'expr' in values) return { kind: 'computed', list: compileExpression(values.expr) };
  return { kind: 'list', values: (values ?? []) as readonly Json[] };
}

const compileMember = (member: SourceMember, source: PartitionSource, setup: SourceSetup): CompiledMember => ({
  ...compileOrigin(member, source, setup),
  where: compileOptional(member.where),
  value: compileOptional(member.value),
});

const isSelf = (member: CompiledMember): boolean => member.kind === 'parent' && member.depth !== undefined;

/** Returns the members with the stream itself last: its items follow those of the first level. */
const sortMembers = (members: readonly CompiledMember[]): CompiledMember[] => [
  ...members.filter((member) => !isSelf(member)),
  ...members.filter(isSelf),
];

/** Compiles the sources of a stream's partitions. Throws EXPRESSION_SYNTAX, and CONFIG_INVALID for a setting that is not a list. */
export const compileSources = ({ partitions = [] }: Pick<Stream, 'partitions'>, setup: SourceSetup): CompiledSource[] =>
  partitions.map((source) => ({
    as: source.as,
    members: sortMembers(listMembers(source).map((member) => compileMember(member, source, setup))),
    batch: source.batch,
  }));

/** Returns true if a stream with these sources is its own parent. */
export const isRecursive = (sources: readonly CompiledSource[]): boolean =>
  sources.some(({ members }) => members.some(isSelf));

/** Returns the parent streams of a compiled stream. */
export const listParentStreams = (sources: readonly CompiledSource[]): string[] =>
  sources.flatMap(({ members }) => members.flatMap((member) => (member.kind === 'parent' ? [member.stream] : [])));
