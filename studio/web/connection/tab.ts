import type { ConnectionResponse } from '../api/types.generated.ts';

/** Properties of every tab of a connection. */
export interface TabProps {
  readonly response: ConnectionResponse;
  readonly reload: () => void;
}

/** Returns the link to the setup step that edits the content of a tab. */
export const formatEditLink = ({ connection }: ConnectionResponse, step: number): string =>
  `/connections/${encodeURIComponent(connection.id)}/edit${step === 1 ? '' : `?step=${step}`}`;
