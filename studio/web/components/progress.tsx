interface ProgressProps {
  readonly label: string;
  readonly value: number;
  /** Undefined until the run is planned. */
  readonly of: number | undefined;
  readonly state: 'waiting' | 'going' | 'done' | 'partial' | 'failed';
  /** Counts, displayed at the right. */
  readonly note: string;
}

const STATES = {
  waiting: 'pending',
  going: 'in progress',
  done: 'complete',
  partial: 'complete with rejects',
  failed: 'stopped',
} as const;

/** Progress bar with its label, state and counts. */
export const Progress = ({ label, value, of, state, note }: ProgressProps) => {
  const share = state === 'done' || state === 'partial' ? 1 : of ? Math.min(1, value / of) : 0;
  return (
    <div class={`progress progress-${state}`}>
      <p>
        <b>{label}</b> <span class="progress-word">{STATES[state]}</span>
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
        aria-valuetext={`${STATES[state]}: ${note}`}
      >
        <rect class="progress-all" width="100" height="6" />
        <rect class="progress-part" width={share * 100} height="6" />
      </svg>
    </div>
  );
};
