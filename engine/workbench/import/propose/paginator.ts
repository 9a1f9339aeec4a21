import type { Proposal } from '../proposal.ts';
import { proposeDeclaredPaginator } from './declared-paging.ts';
import { proposeObservedPaginator } from './observed-paging.ts';
import type { PageEvidence, ProposedPaginator } from './page-parts.ts';

/** Proposes the paginator of a list: from two observed pages, else from its parameters and response, else a single page. */
export const proposePaginator = (evidence: PageEvidence): Proposal<ProposedPaginator> =>
  proposeObservedPaginator(evidence) ??
  proposeDeclaredPaginator(evidence) ?? {
    value: { paginator: { type: 'none' }, parameters: [] },
    confidence: 'low',
    reason: 'the lack of a page parameter, a next link and a next token: only the first page is read',
  };
