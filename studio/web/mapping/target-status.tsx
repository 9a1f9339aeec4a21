import type { PreviewTarget, TargetStatus } from '../api/types.generated.ts';

/** An icon and a word for each status: it is never told by colour alone. */
const FACES: Readonly<Record<TargetStatus, { readonly icon: string; readonly tone: 'ok' | 'plain' | 'warn' | 'bad' }>> =
  {
    ok: { icon: '✓', tone: 'ok' },
    empty: { icon: '○', tone: 'plain' },
    missing: { icon: '!', tone: 'bad' },
    unmapped: { icon: '≠', tone: 'warn' },
    type: { icon: '⊘', tone: 'bad' },
    error: { icon: '✕', tone: 'bad' },
  };

export const statusTone = (status: TargetStatus) => FACES[status].tone;

/** Whether someone has to do something about it. */
export const isProblem = ({ status }: Pick<PreviewTarget, 'status'>): boolean => status !== 'ok' && status !== 'empty';

/** A status as icon and word. */
export const TargetStatusMark = ({ status }: { readonly status: TargetStatus }) => (
  <span class={`status status-${FACES[status].tone}`}>
    <span class="status-icon" aria-hidden="true">
      {FACES[status].icon}
    </span>
    {status}
  </span>
);
