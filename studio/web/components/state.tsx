import { Chip } from './chip.tsx';

type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

/** States as the vendors' guides name them: a sign and a word, never a colour alone. */
const STATES: Readonly<Record<string, { readonly tone: Tone; readonly sign: string; readonly word: string }>> = {
  REGISTERED: { tone: 'plain', sign: '○', word: 'Registered' },
  SCHEDULED: { tone: 'plain', sign: '◷', word: 'Scheduled' },
  PLANNED: { tone: 'accent', sign: '◌', word: 'Planned' },
  PROCESSING: { tone: 'accent', sign: '◐', word: 'Processing' },
  PROCESSED: { tone: 'ok', sign: '✓', word: 'Processed' },
  ERRORED: { tone: 'bad', sign: '✕', word: 'Errored' },
  CANCELLED: { tone: 'warn', sign: '■', word: 'Cancelled' },
};

/** The state of a connection or a run. */
export const StateChip = ({ state }: { readonly state: string }) => {
  const { tone, sign, word } = STATES[state] ?? { tone: 'plain' as const, sign: '·', word: state };
  return (
    <Chip tone={tone}>
      <span aria-hidden="true">{sign}</span> {word}
    </Chip>
  );
};
