/**
 * What a stored fix is worth. `imprecise`: beyond 100 m, a guess by the network. `implausible`: the vehicle cannot have
 * come there from the fix before. Both stay in the trail, and move neither marker, estimate nor distance.
 */
export type FixQuality = "good" | "imprecise" | "implausible";

/** Metres (68 % radius). Beyond this it says little more than the district: coarse locations of phones begin here. */
export const WORST_ACCURACY_METERS = 100;
