import { formatLocal, formatRelative, formatUtc } from './format-time.ts';

interface TimestampProps {
  /** Epoch ms, or ISO 8601. */
  readonly at: number | string | null | undefined;
  readonly none?: string;
  /** Shows the absolute time instead of the relative one. */
  readonly exact?: boolean;
}

/** Time, relative or absolute, with a tooltip in local time and UTC. */
export const Timestamp = ({ at, none = '—', exact = false }: TimestampProps) => {
  if (at === null || at === undefined) return <span class="muted">{none}</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={formatUtc(ms)} title={`${formatLocal(ms)} local time, ${formatUtc(ms)}`}>
      {exact ? formatLocal(ms) : formatRelative(ms)}
    </time>
  );
};
