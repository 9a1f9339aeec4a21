import { formatLocal, formatRelative, formatUtc } from './format-time.ts';

interface TimestampProps {
  /** Epoch ms, or ISO 8601. */
  readonly at: number | string | null | undefined;
  readonly none?: string;
  /** The time itself, in place of how far away it is. */
  readonly exact?: boolean;
}

/** A time as one reads it; the exact one, local and UTC, when the pointer rests on it. */
export const Timestamp = ({ at, none = '—', exact = false }: TimestampProps) => {
  if (at === null || at === undefined) return <span class="muted">{none}</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={formatUtc(ms)} title={`${formatLocal(ms)} here, ${formatUtc(ms)}`}>
      {exact ? formatLocal(ms) : formatRelative(ms)}
    </time>
  );
};
