import type { VendorCard, VendorView } from "../../../shared/vendors/vendor.schema.ts";

/** True for a business that is shown from inside, with what the reader may do with it. */
export const isManaged = (vendor: VendorCard | VendorView): vendor is VendorView => "can" in vendor;

export type VendorState = "waiting" | "active" | "paused";

export const stateOf = ({ isActive, isWaiting }: VendorView): VendorState =>
  isActive ? "active" : isWaiting ? "waiting" : "paused";
