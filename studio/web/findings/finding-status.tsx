import { Chip } from '../components/chip.tsx';

type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad';

const TONES: Readonly<Record<string, Tone>> = {
  NEW: 'accent',
  ACTIVE: 'plain',
  REOPENED: 'warn',
  FIXED: 'ok',
  IGNORED: 'plain',
  NONE: 'plain',
};

/** Where a finding stands. */
export const FindingStatus = ({ status }: { readonly status: unknown }) => (
  <Chip tone={TONES[String(status)] ?? 'plain'}>{String(status ?? '—')}</Chip>
);
