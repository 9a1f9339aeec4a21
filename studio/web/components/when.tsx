import { fromNow, localMoment, utcMoment } from './moment.ts';

interface WhenProps {
  /** Epoch ms, or ISO 8601. */
  readonly at: number | string | null | undefined;
  readonly none?: string;
  /** The time itself, in place of how far away it is. */
  readonly exact?: boolean;
}

/** A time as one reads it; the exact one, local and UTC, when the pointer rests on it. */
export const When = ({ at, none = '—', exact = false }: WhenProps) => {
  if (at === null || at === undefined) return <span class="muted">{none}</span>;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  return (
    <time dateTime={utcMoment(ms)} title={`${localMoment(ms)} here, ${utcMoment(ms)}`}>
      {exact ? localMoment(ms) : fromNow(ms)}
    </time>
  );
};
