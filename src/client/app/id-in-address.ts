const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * An id that stands in an address, or null when nothing of its shape does. The same shape as the schema of ids, whose
 * library a screen need not load for this alone; whether it exists is the server's answer.
 */
export const idInAddress = <Id extends string>(text: string | null): Id | null =>
  text !== null && ID.test(text) ? (text as Id) : null;
