/** Downloads `content` as a file; characters that are unsafe in file names become hyphens. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name.replaceAll(/[^\w .-]+/g, '-');
  link.click();
  // Some browsers read the URL after the click, and would save nothing if it were revoked immediately.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
