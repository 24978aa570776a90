/**
 * Focus goes to the field that asks for it, else to what has opened and not to its first button, whose tooltip would
 * open with it. Over a sheet the field cannot keep what it took by itself: the sheet took it back.
 */
export function focusItself(event: Event) {
  event.preventDefault();
  const opened = event.currentTarget;
  if (!(opened instanceof HTMLElement)) return;
  (opened.querySelector<HTMLElement>("[data-autofocus]") ?? opened).focus();
}
