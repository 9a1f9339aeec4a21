interface Frame {
  /** Keys seen in an object; undefined for an array. */
  readonly keys?: Set<string>;
  /** Key or index of the current member. */
  step: string | number;
}

// The only tokens that matter in valid JSON: strings (and whether one is a key), brackets and commas.
const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{},]/g;

/** Returns the paths of all members that repeat a key of their object, in text order. `text` must be valid JSON. */
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
