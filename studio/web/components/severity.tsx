import './severity.css';

export const SEVERITIES = [5, 4, 3, 2, 1] as const;

const NAMES: Readonly<Record<number, string>> = { 5: 'critical', 4: 'high', 3: 'medium', 2: 'low', 1: 'info' };

/** Returns the name of a severity: `critical` for 5. */
export const formatSeverity = (severity: number): string => NAMES[severity] ?? String(severity);

/** Severity as number, name and color. */
export const Severity = ({ value }: { readonly value: unknown }) => {
  const severity = Number(value);
  return (
    <span class="severity">
      <svg class={`severity-mark severity-${severity}`} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <rect width="10" height="10" rx="2.5" />
      </svg>
      {severity} {formatSeverity(severity)}
    </span>
  );
};
