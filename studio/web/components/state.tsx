import { Chip, type Tone } from './chip.tsx';

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

/** State of a connection or a run. */
export const StateChip = ({ state }: { readonly state: string }) => {
  const { tone, sign, title } = STATES[state] ?? { tone: 'plain' as const, sign: '·', title: state };
  return (
    <Chip tone={tone}>
      <span aria-hidden="true">{sign}</span> {title}
    </Chip>
  );
};
