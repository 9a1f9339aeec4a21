import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/index.ts';
import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { listMembers, type SourceMember } from '../../manifest/partition-sources.ts';
import type { Stream } from '../../manifest/types.generated.ts';
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
  | { readonly kind: 'parent'; readonly stream: string }
  | { readonly kind: 'list'; readonly values: readonly Json[] }
  | { readonly kind: 'computed'; readonly list: Expression };

function compileOrigin({ parent, setting, values }: SourceMember, visible: Visible): Origin {
  if (parent !== undefined) return { kind: 'parent', stream: parent };
  if (setting !== undefined) return { kind: 'list', values: listElements(setting, visible) };
  if (values && 'expr' in values) return { kind: 'computed', list: compileExpression(values.expr) };
  return { kind: 'list', values: (values ?? []) as readonly Json[] };
}

const compileMember = (member: SourceMember, visible: Visible): CompiledMember => ({
  ...compileOrigin(member, visible),
  where: compileOptional(member.where),
  value: compileOptional(member.value),
});

/** Compiles the sources of a stream's partitions. Throws EXPRESSION_SYNTAX, and CONFIG_INVALID for a setting that is not a list. */
export const compileSources = ({ partitions = [] }: Pick<Stream, 'partitions'>, visible: Visible): CompiledSource[] =>
  partitions.map((source) => ({
    as: source.as,
    members: listMembers(source).map((member) => compileMember(member, visible)),
    batch: source.batch,
  }));

/** Returns the parent streams of a compiled stream. */
export const listParentStreams = (sources: readonly CompiledSource[]): string[] =>
  sources.flatMap(({ members }) => members.flatMap((member) => (member.kind === 'parent' ? [member.stream] : [])));
