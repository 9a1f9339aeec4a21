import { Chip, type Tone } from '../components/chip.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  NEW: 'accent',
  ACTIVE: 'plain',
  REOPENED: 'warn',
  FIXED: 'ok',
  IGNORED: 'plain',
  NONE: 'plain',
};

/** Status of a finding. */
export const FindingStatus = ({ status }: { readonly status: unknown }) => (
  <Chip tone={TONES[String(status)] ?? 'plain'}>{String(status ?? '—')}</Chip>
);
