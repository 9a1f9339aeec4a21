import { EmptyState } from '../components/empty-state.tsx';
import { path } from './router.ts';

/** A path that this studio does not have. */
export const NotFound = () => (
  <EmptyState title="There is nothing at this address">
    <p>
      <code>{path.value}</code> is no place of this studio. It may have been renamed, or the link may be cut off.
    </p>
    <a class="button button-primary" href="/">
      Go to the catalogue
    </a>
  </EmptyState>
);
