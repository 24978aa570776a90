import type { MapCrowd, MapDriver, MapStop } from "./map-model.ts";

const SVG = "http://www.w3.org/2000/svg";

function element(className: string, text = ""): HTMLElement {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  return node;
}

function drawing(className: string, viewBox: string, path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `map-drawing ${className}`);
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** A drop, its tip at the bottom centre. */
const DROP = "M14 34 C9 26 3 20.5 3 13.5 A11 11 0 0 1 25 13.5 C25 20.5 19 26 14 34 Z";
/** Points north, outside of the disc; turned by the heading. */
const WEDGE = "M28 1 L35 12 Q28 8.5 21 12 Z";
const TICK = "M2 6.5 L5 9.5 L10.5 3";

const MARK = { open: "", done: "", attention: "!" } satisfies Record<NonNullable<MapStop["state"]>, string>;

/** The changing parts of a sign are found again by class, so that the nodes live as long as the marker. */
const part = (sign: HTMLElement, name: string): HTMLElement | null => sign.querySelector(`.${name}`);

function setText(sign: HTMLElement, name: string, text: string): void {
  const node = part(sign, name);
  if (node && node.textContent !== text) node.textContent = text;
}

/** What is drawn; the marker around it says the same in words. */
function emptySign(): HTMLElement {
  const sign = element("map-sign");
  sign.setAttribute("aria-hidden", "true");
  return sign;
}

export function buildStop(stop: MapStop): HTMLElement {
  const sign = emptySign();
  if (stop.kind === "pickup") sign.append(element("map-pickup"));
  else sign.append(drawing("map-drop", "0 0 28 36", DROP), element("map-drop-heart"));
  sign.append(drawing("map-tick", "0 0 12 12", TICK), element("map-badge"));
  return sign;
}

export function paintStop(sign: HTMLElement, stop: MapStop): void {
  const state = stop.state ?? "open";
  sign.dataset.kind = stop.kind;
  sign.dataset.state = state;
  setText(sign, "map-pickup", state === "done" ? "" : (stop.initial ?? ""));
  setText(sign, "map-badge", MARK[state]);
}

export function buildDriver(): HTMLElement {
  const sign = emptySign();
  sign.dataset.kind = "driver";
  sign.append(
    drawing("map-wedge", "0 0 56 56", WEDGE),
    element("map-disc"),
    element("map-badge"),
    element("map-age"),
  );
  return sign;
}

export function paintDriver(sign: HTMLElement, driver: MapDriver): void {
  sign.dataset.state = driver.state;
  setText(sign, "map-disc", driver.initials);
  setText(sign, "map-badge", driver.state === "late" ? "!" : "");
  setText(sign, "map-age", driver.ageLabel ?? "");
  sign.toggleAttribute("data-old", driver.ageLabel !== undefined);
  turn(sign, driver.ageLabel === undefined ? (driver.headingDegrees ?? null) : null);
}

/** Turns the wedge the short way round: from 350° to 10° are 20°, not 340°. */
function turn(sign: HTMLElement, headingDegrees: number | null): void {
  const wedge = sign.querySelector<SVGSVGElement>(".map-wedge");
  if (!wedge) return;
  wedge.classList.toggle("is-absent", headingDegrees === null);
  if (headingDegrees === null) return;
  const shown = Number(wedge.dataset.degrees ?? headingDegrees);
  const difference = ((((headingDegrees - shown) % 360) + 540) % 360) - 180;
  const degrees = shown + difference;
  wedge.dataset.degrees = String(degrees);
  wedge.style.transform = `rotate(${degrees}deg)`;
}

export function buildCrowd(): HTMLElement {
  const sign = emptySign();
  sign.append(element("map-crowd"), element("map-badge map-needing"));
  return sign;
}

/** How many, and in the badge how many of them need somebody. */
export function paintCrowd(sign: HTMLElement, { kind, count, needing, isOld }: MapCrowd): void {
  sign.dataset.kind = kind;
  sign.toggleAttribute("data-old", isOld);
  sign.dataset.state = needing > 0 ? "attention" : "open";
  setText(sign, "map-crowd", String(count));
  // Drawn by the style sheet: as a text it would stand beside the other number, and be read as one with it.
  const badge = part(sign, "map-needing");
  if (badge && needing > 0) badge.dataset.count = String(needing);
  else delete badge?.dataset.count;
}

export function buildPin(): HTMLElement {
  const sign = emptySign();
  sign.dataset.kind = "pin";
  sign.append(drawing("map-drop", "0 0 28 36", DROP), element("map-drop-heart"));
  return sign;
}
