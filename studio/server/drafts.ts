import { createSandbox, type Draft, type DraftRequest, engineError, isEngineError } from '../../engine/index.ts';

/** Documents of large vendors have 10 MB, and take seconds to convert. */
const LIMITS = { deadlineMs: 20_000, memoryMb: 768 };

/** Imports drafts from pasted sources. */
export type ImportDraft = (request: DraftRequest) => Promise<Draft>;

function toSourceError(error: unknown): unknown {
  if (!isEngineError(error)) return error;
  const kind = 'a source';
  if (error.code === 'EXPRESSION_TOO_LONG')
    return engineError('STUDIO_SOURCE_UNREADABLE', { kind, reason: 'it takes too long; paste a part of it' }, error);
  if (error.code === 'EXPRESSION_TOO_LARGE')
    return engineError('STUDIO_SOURCE_UNREADABLE', { kind, reason: 'it is too large; paste a part of it' }, error);
  return error;
}

async function importAlone(request: DraftRequest): Promise<Draft> {
  const sandbox = createSandbox(LIMITS);
  try {
    return await sandbox.call('draft', request);
  } catch (error) {
    throw toSourceError(error);
  } finally {
    sandbox.close();
  }
}

/**
 * Creates the import of drafts. Each runs in a process of its own, whose memory ends with it, because sources contain
 * secrets; one after another, because each may use much memory.
 */
export function createDraftImport(): ImportDraft {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const draft = last.then(() => importAlone(request));
    last = draft.catch(() => undefined);
    return draft;
  };
}
