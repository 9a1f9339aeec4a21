import type { ConnectionAnswer } from '../api/types.generated.ts';

/** What each tab of a connection is given. */
export interface TabProps {
  readonly answer: ConnectionAnswer;
  readonly reload: () => void;
}

/** The step of the set-up that edits what a tab shows. */
export const formatEditLink = ({ connection }: ConnectionAnswer, step: number): string =>
  `/connections/${encodeURIComponent(connection.id)}/edit${step === 1 ? '' : `?step=${step}`}`;
