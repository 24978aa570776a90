/** Gives the reader a text as a file. */
export function saveText({
  filename,
  contentType,
  content,
}: {
  filename: string;
  contentType: string;
  content: string;
}) {
  const address = URL.createObjectURL(new Blob([content], { type: contentType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.click();
  URL.revokeObjectURL(address);
}
