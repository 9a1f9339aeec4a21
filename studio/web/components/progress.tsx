interface ProgressProps {
  readonly label: string;
  readonly value: number;
  /** Unknown while it is not planned yet. */
  readonly of: number | undefined;
  readonly state: 'waiting' | 'going' | 'done' | 'failed';
  /** Said at the right: counts. */
  readonly note: string;
}

const WORDS = { waiting: 'waiting', going: 'under way', done: 'complete', failed: 'stopped' } as const;

/** How far something has come: a name, a bar, a word, and numbers. */
export const Progress = ({ label, value, of, state, note }: ProgressProps) => {
  const share = state === 'done' ? 1 : of ? Math.min(1, value / of) : 0;
  return (
    <div class={`progress progress-${state}`}>
      <p>
        <b>{label}</b> <span class="progress-word">{WORDS[state]}</span>
        <span class="grow" />
        <span class="progress-note">{note}</span>
      </p>
      <svg
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        height="6"
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={`${WORDS[state]}: ${note}`}
      >
        <rect class="progress-all" width="100" height="6" />
        <rect class="progress-part" width={share * 100} height="6" />
      </svg>
    </div>
  );
};
