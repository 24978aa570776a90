import { expect, test } from "bun:test";
import { renderToStaticMarkup } from "react-dom/server";
import { Arriving } from "../../../../src/client/features/orders/eta-time.tsx";

const TOLD = "2026-03-04T12:18:00.000Z";

test("by how many minutes a driver at the door is late is seen, and never read out", () => {
  const markup = (minutes: number) =>
    renderToStaticMarkup(
      <Arriving toldAt={TOLD} nowMs={Date.parse(TOLD) + minutes * 60_000} className="large" />,
    );
  const readOut = (minutes: number) => markup(minutes).replace(/<span aria-hidden="true">[^<]*<\/span>/, "");
  expect(markup(4)).toContain("Arriving now, 4 min late");
  expect(readOut(4)).toBe(readOut(5));
  expect(readOut(4)).toContain("Arriving now, later than was said");
  expect(readOut(-1)).not.toBe(readOut(4));
});
