/** With so few left it is time to set the second factor up anew, which makes ten new ones. */
const FEW = 3;

export const isRunningOut = (left: number | null): boolean => left !== null && left <= FEW;

/** How many recovery codes are left, and what to do when there are few. */
export function recoveryWords(left: number | null): string {
  const count = left === 1 ? "1 recovery code is left." : `${left ?? 0} recovery codes are left.`;
  return isRunningOut(left) ? `${count} Switch it off and set it up again to get ten new ones.` : count;
}

/** A secret in groups of four, as people read it from one screen and type it on another. */
export const spokenSecret = (secret: string): string => (secret.match(/.{1,4}/g) ?? []).join(" ");
