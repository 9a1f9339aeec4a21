import { Chip, type Tone } from './chip.tsx';
import { formatNumber } from './format-count.ts';

/** State names of the vendor guides, with a symbol, so that color is never the only cue. */
const STATES: Readonly<Record<string, { readonly tone: Tone; readonly sign: string; readonly title: string }>> = {
  REGISTERED: { tone: 'plain', sign: '○', title: 'Registered' },
  SCHEDULED: { tone: 'plain', sign: '◷', title: 'Scheduled' },
  PLANNED: { tone: 'accent', sign: '◌', title: 'Planned' },
  PROCESSING: { tone: 'accent', sign: '◐', title: 'Processing' },
  PROCESSED: { tone: 'ok', sign: '✓', title: 'Processed' },
  ERRORED: { tone: 'bad', sign: '✕', title: 'Errored' },
  CANCELLED: { tone: 'warn', sign: '■', title: 'Cancelled' },
};

interface StateChipProps {
  readonly state: string;
  /** Rejects of the run: a run with rejects is not fully successful. */
  readonly rejected?: number | undefined;
}

/** State of a connection or a run. */
export const StateChip = ({ state, rejected = 0 }: StateChipProps) => {
  const { tone, sign, title } = STATES[state] ?? { tone: 'plain' as const, sign: '·', title: state };
  const isPartial = state === 'PROCESSED' && rejected > 0;
  return (
    <Chip tone={isPartial ? 'warn' : tone}>
      <span aria-hidden="true">{isPartial ? '!' : sign}</span> {title}
      {isPartial && `, ${formatNumber(rejected)} rejected`}
    </Chip>
  );
};
