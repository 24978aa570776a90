import type { Point } from "../../../../shared/geo.ts";

export type NavigationApp = { name: string; href: string; isOutside: boolean };

/** The navigation apps that a phone of this kind opens by a link; elsewhere the web's own maps. */
export function navigationApps({ latitude, longitude }: Point, userAgent: string): NavigationApp[] {
  const target = `${latitude},${longitude}`;
  const waze = {
    name: "Waze",
    href: `https://waze.com/ul?ll=${target}&navigate=yes`,
    isOutside: true,
  };
  if (/Android/.test(userAgent)) {
    return [{ name: "Google Maps", href: `google.navigation:q=${target}`, isOutside: false }, waze];
  }
  const google = {
    name: "Google Maps",
    href: `https://www.google.com/maps/dir/?api=1&destination=${target}`,
    isOutside: true,
  };
  if (/iPhone|iPad|iPod/.test(userAgent)) {
    return [{ name: "Apple Maps", href: `maps://?daddr=${target}`, isOutside: false }, google, waze];
  }
  return [google, waze];
}
