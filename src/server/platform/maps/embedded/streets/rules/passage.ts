/** How a vehicle gets along a way in one direction. */
export type Passage = {
  kmh: number;
  /** How many times as long as it is the way counts when ways are compared: 1, or more where it is to be avoided. */
  reluctance: number;
  /** For those alone who have business there, such as `access=destination`. */
  isRestricted: boolean;
  /** On foot, beside the vehicle. */
  isPushed: boolean;
};

/** Along the way as it is drawn, and against it; null where the vehicle may not go. */
export type Passages = readonly [forward: Passage | null, backward: Passage | null];

export const NO_PASSAGE: Passages = [null, null];

/** What happens to a vehicle at a node, coming from one side. */
export type NodeEffect = {
  /** It cannot pass, only turn round. */
  blocks: boolean;
  delaySeconds: number;
};

export const NO_EFFECT: NodeEffect = { blocks: false, delaySeconds: 0 };
