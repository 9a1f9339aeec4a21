interface Choice {
  readonly value: string;
  readonly title: string;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  /** Shown while none of the choices is taken. */
  readonly placeholder?: string;
  readonly tone?: 'plain' | 'warn';
}

/** One of several; the browser's own control, so that every keyboard and reader knows it. */
export const Select = ({ label, value, choices, onChange, placeholder, tone = 'plain' }: SelectProps) => (
  <select
    class={`select select-${tone}`}
    aria-label={label}
    value={value}
    onChange={(event) => onChange((event.target as HTMLSelectElement).value)}
  >
    {placeholder !== undefined && <option value="">{placeholder}</option>}
    {choices.map((choice) => (
      <option key={choice.value} value={choice.value}>
        {choice.title}
      </option>
    ))}
  </select>
);
