import type { OrderItem } from "../../../../shared/orders/order.schema.ts";
import type { Chance } from "../chance.ts";
import { CUSTOMERS, VENDORS, type VendorKey } from "./cast.ts";
import { ADDRESSES, DOOR_NOTES, PARCELS, PLACES_OF_CARE } from "./goods.ts";
import { type Beat, PLOTS, type Plot, type Step } from "./plots.ts";

/** An order as it will be placed. */
export type Wish = {
  vendor: VendorKey;
  /** The account that places it. */
  by: string;
  customerName: string;
  customerPhone: string;
  address: string;
  items: readonly OrderItem[];
  notes: string | undefined;
};

/** One order of the demo world, from being placed to where its plot leaves it. */
export type Story = Wish & {
  /** Unlike any other story's: an interrupted telling finds its order by it. */
  placedAt: Date;
  plot: Plot;
  drivers: readonly string[];
  beats: readonly { step: Step; at: Date }[];
};

const MINUTE_MS = 60_000;

/** A likely order of this vendor, placed by the customer with that address or by the vendor itself. */
export function wishFor(vendor: VendorKey, by: string | undefined, chance: Chance): Wish {
  const wish = {
    vendor,
    by: by ?? VENDORS[vendor].ownerEmail,
    items: chance.pick(PARCELS[vendor]),
    notes: chance.pick(DOOR_NOTES),
  };
  const customer = CUSTOMERS.find(({ email }) => email === by);
  if (!customer || chance.happens(0.3)) return { ...wish, ...someRecipient(vendor, chance) };
  const { fullName: customerName, phone: customerPhone, address } = customer;
  return { ...wish, customerName, customerPhone, address };
}

/** A pharmacy's parcels go to people, the others' mostly to places of care. */
function someRecipient(vendor: VendorKey, chance: Chance) {
  if (vendor !== "pharmacy" && chance.happens(0.6)) {
    const { name, phone, address } = chance.pick(PLACES_OF_CARE);
    return { customerName: name, customerPhone: phone, address };
  }
  return {
    customerName: `${chance.pick(FIRST_NAMES)} ${chance.pick(LAST_NAMES)}`,
    customerPhone: `+358 40 555 ${chance.whole(1000, 9999)}`,
    address: chance.pick(ADDRESSES),
  };
}

/** The moments of a plot, each some minutes after the one before. */
export function beatsOf(plot: Plot, placedAt: Date, chance: Chance): Story["beats"] {
  let time = placedAt.getTime();
  const beats: readonly Beat[] = PLOTS[plot];
  return beats.map(([step, from, to]) => {
    time += Math.round(chance.between(from, to) * MINUTE_MS);
    return { step, at: new Date(time) };
  });
}

const FIRST_NAMES = [
  "Kerttu",
  "Matti",
  "Ingrid",
  "Pekka",
  "Linnea",
  "Olavi",
  "Tuulikki",
  "Erik",
  "Anneli",
  "Sakari",
  "Margareta",
  "Hannu",
  "Signe",
  "Timo",
  "Orvokki",
];

const LAST_NAMES = [
  "Aaltonen",
  "Björklund",
  "Heinonen",
  "Karlsson",
  "Leppänen",
  "Niskanen",
  "Ojala",
  "Ranta",
  "Sandberg",
  "Toivonen",
  "Wikström",
  "Ylönen",
];
