interface Frame {
  /** The keys seen in an object; undefined for an array. */
  readonly keys?: Set<string>;
  /** The key or index of the current member. */
  step: string | number;
}

// In valid JSON these are all the tokens that matter: strings (and whether one is a key), brackets, commas.
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{},]/g;

/** The paths of all members whose key came before in the same object, in the order of the text, which must be valid JSON. */
export function findDuplicateKeys(text: string): (readonly (string | number)[])[] {
  const found: (readonly (string | number)[])[] = [];
  const frames: Frame[] = [];
  for (const [token, colon] of text.matchAll(TOKEN)) {
    const frame = frames.at(-1);
    if (colon !== undefined && frame?.keys !== undefined) {
      frame.step = JSON.parse(token.slice(0, -colon.length)) as string;
      if (frame.keys.has(frame.step)) found.push(frames.map(({ step }) => step));
      frame.keys.add(frame.step);
    } else if (token === '{') frames.push({ keys: new Set(), step: '' });
    else if (token === '[') frames.push({ step: 0 });
    else if (token === '}' || token === ']') frames.pop();
    else if (token === ',' && typeof frame?.step === 'number') frame.step++;
  }
  return found;
}
