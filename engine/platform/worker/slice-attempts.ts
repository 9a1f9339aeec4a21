/** Attempts of a slice without a stored page in between; each includes the engine's own retries. */
export const MAX_FAILURES = 3;
