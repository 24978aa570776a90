/**
 * Focus goes to what has opened and not to its first button, whose tooltip would open with it. A field that asks for
 * focus by itself keeps it: Radix calls this only when nothing inside has focus.
 */
export function focusItself(event: Event) {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
