/** Gives the browser a text to save as a file. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name.replaceAll(/[^\w .-]+/g, '-');
  link.click();
  // After the browser has taken it: at once, some would save nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
