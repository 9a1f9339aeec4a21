import type { RequestSpec, Stream } from './types.generated.ts';

/** Request of a stream, and the path to it in the stream. */
export interface StreamRequest {
  readonly steps: readonly string[];
  readonly request: RequestSpec;
}

/** Lists the requests of a stream in the order in which they are sent. */
export function listStreamRequests({ request, job }: Stream): StreamRequest[] {
  if (!job) return request ? [{ steps: ['request'], request }] : [];
  const all: readonly (readonly [steps: readonly string[], request: RequestSpec | undefined])[] = [
    [['create', 'request'], job.create.request],
    [['poll', 'request'], job.poll?.request],
    [['result', 'request'], job.result?.request],
    [['files', 'request'], job.files.request],
    [['delete'], job.delete],
    [['abort'], job.abort],
  ];
  return all.flatMap(([steps, sent]) => (sent ? [{ steps: ['job', ...steps], request: sent }] : []));
}
