import { resolveStream } from './resolve-stream.ts';
import type { Manifest, PartitionSource, Stream, UnionMember } from './types.generated.ts';

/** One origin of a source's values, with the defaults of its union applied. */
export interface SourceMember extends UnionMember {
  /** JSON pointer steps from the source to the member. */
  readonly steps: readonly string[];
}

/** Returns the origins of a source's values: the source itself, or the members of its union. */
export const listMembers = ({ union, where, value, ...source }: PartitionSource): SourceMember[] => {
  const defaults = { ...(where === undefined ? {} : { where }), ...(value === undefined ? {} : { value }) };
  if (union) return union.map((member, at) => ({ ...defaults, ...member, steps: ['union', String(at)] }));
  const { parent, setting, values } = source;
  const own = parent !== undefined ? { parent } : setting !== undefined ? { setting } : values ? { values } : {};
  return [{ ...defaults, ...own, steps: [] }];
};

/** Returns the names of the parent streams of a stream, in the order of its sources. */
export const listParents = (stream: Stream | undefined): string[] =>
  (stream?.partitions ?? []).flatMap((source) =>
    listMembers(source).flatMap(({ parent }) => (parent === undefined ? [] : [parent])),
  );

/** Returns the names of a job's captured values and of its current file. */
export const listJobNames = ({ job }: Stream): string[] =>
  job ? ['job', ...(job.files.list === undefined ? [] : ['file'])] : [];

/**
 * Returns the names of all partition values in a stream's scope: of its own sources, of its ancestors other than `except`,
 * and of the ancestors' jobs.
 */
export function listScopeNames({ streams }: Pick<Manifest, 'streams'>, name: string, except?: string): string[] {
  const names = new Set<string>();
  const seen = new Set<string | undefined>([except]);
  const visit = (stream: Stream | undefined) => {
    for (const { as } of stream?.partitions ?? []) names.add(as);
    for (const parent of listParents(stream)) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      const above = resolveStream({ streams }, parent);
      visit(above);
      for (const own of above ? listJobNames(above) : []) names.add(own);
    }
  };
  visit(resolveStream({ streams }, name));
  return [...names];
}
