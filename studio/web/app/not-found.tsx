import { EmptyState } from '../components/empty-state.tsx';
import { path } from './router.ts';

/** Screen for an unknown path. */
export const NotFound = () => (
  <EmptyState title="Page not found">
    <p>
      No page exists at <code>{path.value}</code>. The link may be outdated or incomplete.
    </p>
    <a class="button button-primary" href="/">
      Open the catalogue
    </a>
  </EmptyState>
);
