interface Choice {
  readonly value: string;
  readonly title: string;
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  /** Title of the empty choice. */
  readonly placeholder?: string;
  readonly tone?: 'plain' | 'warn';
}

/** Native select, for keyboard and screen reader support. */
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
