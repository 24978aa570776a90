/** A picture made anew from its pixels: no metadata, no trailing bytes, nothing of the original file. */
export type CleanImage = {
  bytes: Uint8Array;
  contentType: "image/jpeg" | "image/png";
  width: number;
  height: number;
};

export type Images = {
  /** A photo as JPEG, upright, no longer than `maxSidePixels`. Errors: NOT_AN_IMAGE, UNAVAILABLE when too many wait. */
  photo(bytes: Uint8Array, maxSidePixels: number): Promise<CleanImage>;
  /** A drawing as PNG. Errors as above. */
  drawing(bytes: Uint8Array, maxSidePixels: number): Promise<CleanImage>;
};
