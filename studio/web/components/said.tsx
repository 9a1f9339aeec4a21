/** Messages of the catalogue begin small and end open, as they stand in a line: here they are a sentence. */
export const sentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?…]$/.test(message) ? '' : '.'}`;

interface SaidProps {
  readonly message?: string | undefined;
  readonly fix?: string | undefined;
  readonly code?: string | undefined;
}

/** What is wrong, what to do, and the code to look it up by. */
export const Said = ({ message, fix, code }: SaidProps) => (
  <>
    {message !== undefined && <b>{sentence(message)}</b>} {fix} {code !== undefined && <code>{code}</code>}
  </>
);
