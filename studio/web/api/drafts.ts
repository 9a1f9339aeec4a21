import { callApi } from './client.ts';
import type {
  CreateRequest,
  CreateResponse,
  Draft,
  DraftRequest,
  RenameRequest,
  RenameResponse,
  StreamProposal,
  StreamProposalRequest,
  ValidateResponse,
} from './types.generated.ts';

/** API routes for drafts of connectors. */
export const draftApi = {
  create: (request: DraftRequest) => callApi<Draft>('drafts', { method: 'POST', body: request }),
  propose: (request: StreamProposalRequest) =>
    callApi<StreamProposal>('drafts/streams', { method: 'POST', body: request }),
  rename: (request: RenameRequest) => callApi<RenameResponse>('drafts/names', { method: 'POST', body: request }),
  validate: (text: string, signal: AbortSignal) =>
    callApi<ValidateResponse>('validate', { method: 'POST', body: { text }, signal }),
  save: (request: CreateRequest) => callApi<CreateResponse>('connectors', { method: 'POST', body: request }),
} as const;
