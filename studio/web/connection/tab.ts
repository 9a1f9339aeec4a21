import type { ConnectionAnswer } from '../api/types.generated.ts';

/** Properties of every tab of a connection. */
export interface TabProps {
  readonly response: ConnectionAnswer;
  readonly reload: () => void;
}

/** Returns the link to the setup step that edits the content of a tab. */
export const formatEditLink = ({ connection }: ConnectionAnswer, step: number): string =>
  `/connections/${encodeURIComponent(connection.id)}/edit${step === 1 ? '' : `?step=${step}`}`;
