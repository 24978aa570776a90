const KEY_BYTES = 16;

/** Not `randomUUID`: a page that is served without TLS in a clinic's own network does not have it. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Idempotency keys for a form: the same content has the same key, so a double click, a retry after a lost answer and
 * a second press of the button make one order; another content is another request.
 */
export function createSubmissionKeys(makeKey: () => string = newKey): (content: unknown) => string {
  let last: { content: string; key: string } | null = null;
  return content => {
    const text = JSON.stringify(content);
    if (last?.content !== text) last = { content: text, key: makeKey() };
    return last.key;
  };
}
