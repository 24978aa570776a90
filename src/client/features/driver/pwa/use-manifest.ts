import { useEffect } from "react";
import { watchInstallOffer } from "./install.ts";

/** Only the courier's screens can be put on a home screen: the manifest is named when they open. */
export function useManifest() {
  useEffect(watchInstallOffer, []);
  useEffect(() => {
    if (document.querySelector('link[rel="manifest"]')) return;
    const manifest = Object.assign(document.createElement("link"), {
      rel: "manifest",
      href: "/driver.webmanifest",
    });
    const touchIcon = Object.assign(document.createElement("link"), {
      rel: "apple-touch-icon",
      href: "/icons/courier-180.png",
    });
    document.head.append(manifest, touchIcon);
  }, []);
}
