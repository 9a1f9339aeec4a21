const pipeThrough = async (bytes: BlobPart, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

const MARK = '#m=';

/** Compresses a manifest to the fragment of a link. Browsers never send fragments to a server. */
export async function toFragment(text: string): Promise<string> {
  const bytes = await pipeThrough(text, new CompressionStream('deflate-raw'));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return MARK + btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Returns the text in a fragment, or undefined when it contains none or is incomplete. */
export async function fromFragment(fragment: string): Promise<string | undefined> {
  if (!fragment.startsWith(MARK)) return undefined;
  try {
    const letters = atob(fragment.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await pipeThrough(bytes, new DecompressionStream('deflate-raw')),
    );
  } catch {
    return undefined;
  }
}
