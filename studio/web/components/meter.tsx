interface MeterProps {
  readonly value: number;
  readonly of: number;
  readonly tone: 'ok' | 'warn' | 'bad' | 'plain';
  readonly label: string;
}

const WIDTH = 48;

/** Bar with its numbers: `value`/`of`. */
export const Meter = ({ value, of, tone, label }: MeterProps) => (
  <span class={`meter meter-${tone}`}>
    <svg viewBox={`0 0 ${WIDTH} 4`} width={WIDTH} height="4" role="img" aria-label={label}>
      <rect class="meter-all" width={WIDTH} height="4" rx="2" />
      <rect class="meter-part" width={of === 0 ? 0 : (WIDTH * value) / of} height="4" rx="2" />
    </svg>
    <span class="meter-number">
      {value}/{of}
    </span>
  </span>
);
