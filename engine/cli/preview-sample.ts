import { engineError, isEngineError } from '../base/errors/index.ts';
import type { Manifest } from '../manifest/index.ts';
import type { Preview } from '../workbench/preview/index.ts';
import type { TaskRunner } from '../workbench/sandbox/index.ts';

/** Errors about the response body, reported as errors of the sample. */
const BODY_ERRORS = new Set(['BODY_NOT_JSON', 'BODY_EMPTY', 'BODY_TRUNCATED', 'RECORDS_MISSING', 'RECORDS_NOT_A_LIST']);

/** Map and text to preview. */
export interface PreviewRequest {
  readonly manifest: Manifest;
  readonly map: string;
  readonly sample: string;
}

/** Maps a sample by a task runner. `source` names the sample in SAMPLE_UNREADABLE. */
export const previewSample = (runner: TaskRunner, request: PreviewRequest, source: string): Promise<Preview> =>
  runner.call('preview', request).catch((error: unknown) => {
    if (!isEngineError(error) || !BODY_ERRORS.has(error.code)) throw error;
    throw engineError('SAMPLE_UNREADABLE', { file: source, reason: error.message }, error);
  });
