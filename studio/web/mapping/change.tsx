import type { PreviewChange } from '../api/types.generated.ts';
import { Icon } from '../components/icon.tsx';
import { selectTarget } from './model.ts';
import { ValueText } from './value-text.tsx';

/** Equal changes of a target's value, with the number of records that have them. */
export const Change = ({ change: { target, from, to, count, of } }: { readonly change: PreviewChange }) => (
  <li>
    <button type="button" class="change" onClick={() => selectTarget(target)}>
      <b>{target}</b>
      <span class="muted">
        {count} of {of}
      </span>
      <span class="change-values">
        <del>
          <ValueText value={from} />
        </del>
        <Icon name="arrow" />
        <ins>
          <ValueText value={to} />
        </ins>
      </span>
    </button>
  </li>
);
