import type { PreviewTarget, TargetStatus } from '../api/types.generated.ts';

/** Icon and tone of each status; the icon ensures that color is never the only cue. */
const LOOKS: Readonly<Record<TargetStatus, { readonly icon: string; readonly tone: 'ok' | 'plain' | 'warn' | 'bad' }>> =
  {
    ok: { icon: '✓', tone: 'ok' },
    empty: { icon: '○', tone: 'plain' },
    missing: { icon: '!', tone: 'bad' },
    unmapped: { icon: '≠', tone: 'warn' },
    type: { icon: '⊘', tone: 'bad' },
    error: { icon: '✕', tone: 'bad' },
  };

export const statusTone = (status: TargetStatus) => LOOKS[status].tone;

/** Returns true when a status requires a fix. */
export const isProblem = ({ status }: Pick<PreviewTarget, 'status'>): boolean => status !== 'ok' && status !== 'empty';

/** Mark of a target that no item was mapped to: its status is unknown. */
export const UnknownStatusMark = () => (
  <span class="status status-plain">
    <span class="status-icon" aria-hidden="true">
      –
    </span>
    no items
  </span>
);

/** Icon of a problem that the current item has, beside its value. */
export const ItemProblemMark = ({ status }: { readonly status: TargetStatus }) => (
  <span class={`item-problem status-${LOOKS[status].tone}`} title={`${status} in this item`}>
    <span class="status-icon" aria-hidden="true">
      {LOOKS[status].icon}
    </span>
    <span class="visually-hidden">{status} in this item: </span>
  </span>
);

/** Status of a target, as icon and name. */
export const TargetStatusMark = ({ status }: { readonly status: TargetStatus }) => (
  <span class={`status status-${LOOKS[status].tone}`}>
    <span class="status-icon" aria-hidden="true">
      {LOOKS[status].icon}
    </span>
    {status}
  </span>
);
