import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import type { BoundingBox } from "../../../../shared/geo.ts";
import type { MemberRole } from "../../../../shared/vendors/member.schema.ts";
import { DEFAULT_PRICING, type Pricing } from "../../../../shared/vendors/vendor.schema.ts";

/** One password for everybody of the demo; it is printed at start. */
export const DEMO_PASSWORD = "medex-demo";

/** Within it lie all places of the demo, at least 150 m from where its map ends. West, south, east, north. */
export const DEMO_AREA: BoundingBox = [24.9379, 60.1655, 24.9507, 60.1777];

/** The accounts that people sign in with. The simulation never does. */
export const LOGINS = {
  vendor: "vendor@medex.test",
  driver: "driver@medex.test",
  customer: "customer@medex.test",
  admin: "admin@medex.test",
} as const;

/** Two more for people, of the same pharmacy: one who moves orders, and one who looks on. */
export const COLLEAGUES = {
  dispatcher: "dispatcher@medex.test",
  viewer: "viewer@medex.test",
} as const;

export const isForPeople = (email: string): boolean =>
  Object.values<string>({ ...LOGINS, ...COLLEAGUES }).includes(email);

export const ADMIN = { email: LOGINS.admin, fullName: "Helena Aho" };

export type MemberPart = { email: string; fullName: string; memberRole: MemberRole };

/** Dispatches for the pharmacy when those who play its people are slow. */
export const DISPATCHER: MemberPart = {
  email: "dispatch@medex.test",
  fullName: "Oskar Lindqvist",
  memberRole: "dispatcher",
};

/** Everybody of the pharmacy but its owner. */
export const PHARMACY_TEAM: readonly MemberPart[] = [
  DISPATCHER,
  { email: COLLEAGUES.dispatcher, fullName: "Emilia Rask", memberRole: "dispatcher" },
  { email: COLLEAGUES.viewer, fullName: "Otto Halonen", memberRole: "viewer" },
];

export type VendorKey = "pharmacy" | "laboratory" | "clinic";

type VendorPart = {
  ownerEmail: string;
  ownerName: string;
  businessName: string;
  email: string;
  phone: string;
  /** A pharmacy, a radiologist and a clinic are really there; the businesses are invented. */
  address: string;
  pricing: Pricing;
  proofPolicy: { photo: boolean; signature: boolean };
};

export const VENDORS: Record<VendorKey, VendorPart> = {
  pharmacy: {
    ownerEmail: LOGINS.vendor,
    ownerName: "Liisa Virtanen",
    businessName: "Aurora Pharmacy",
    email: "hello@aurora.medex.test",
    phone: "+358 9 555 0101",
    address: "Mannerheimintie 5, Helsinki",
    pricing: DEFAULT_PRICING,
    proofPolicy: { photo: true, signature: true },
  },
  laboratory: {
    ownerEmail: "laboratory@medex.test",
    ownerName: "Dr. Mikael Ekholm",
    businessName: "Nordlab Diagnostics",
    email: "hello@nordlab.medex.test",
    phone: "+358 9 555 0102",
    address: "Elielinaukio 3, Helsinki",
    pricing: { ...DEFAULT_PRICING, baseCents: 450, minimumCents: 700 },
    proofPolicy: { photo: false, signature: true },
  },
  clinic: {
    ownerEmail: "clinic@medex.test",
    ownerName: "Annika Sjöberg",
    businessName: "Esplanade Clinic",
    email: "hello@esplanade.medex.test",
    phone: "+358 9 555 0103",
    address: "Mikonkatu 7, Helsinki",
    pricing: { ...DEFAULT_PRICING, baseCents: 350 },
    proofPolicy: { photo: true, signature: true },
  },
};

export type DriverPart = {
  email: string;
  fullName: string;
  phone: string;
  vehicleType: VehicleType;
  vehicleNumber: string | undefined;
  employer: VendorKey;
};

const driver = (
  email: string,
  fullName: string,
  employer: VendorKey,
  vehicleType: VehicleType,
  phoneEnd: string,
  vehicleNumber?: string,
): DriverPart => ({
  email,
  fullName,
  employer,
  vehicleType,
  vehicleNumber,
  phone: `+358 40 555 ${phoneEnd}`,
});

export const DRIVERS: readonly DriverPart[] = [
  driver(LOGINS.driver, "Eero Laine", "pharmacy", "bike", "0201"),
  driver("aino@medex.test", "Aino Korhonen", "pharmacy", "bike", "0202"),
  driver("mikko@medex.test", "Mikko Nieminen", "pharmacy", "car", "0203", "KLV-318"),
  driver("sofia@medex.test", "Sofia Lindholm", "pharmacy", "scooter", "0204", "127-BXA"),
  driver("juhani@medex.test", "Juhani Mäkelä", "pharmacy", "car", "0205", "RSU-904"),
  driver("elsa@medex.test", "Elsa Nyström", "pharmacy", "bike", "0206"),
  driver("henrik@medex.test", "Henrik Söderström", "laboratory", "van", "0207", "ZKP-772"),
  driver("venla@medex.test", "Venla Heikkinen", "laboratory", "car", "0208", "IMO-145"),
  driver("oliver@medex.test", "Oliver Koskinen", "laboratory", "scooter", "0209", "384-GTR"),
  driver("ida@medex.test", "Ida Forsström", "clinic", "bike", "0210"),
  driver("antti@medex.test", "Antti Järvinen", "clinic", "car", "0211", "UBH-560"),
  driver("maria@medex.test", "Maria Salonen", "clinic", "bike", "0212"),
];

export type CustomerPart = { email: string; fullName: string; phone: string; address: string };

export const CUSTOMERS: readonly CustomerPart[] = [
  {
    email: LOGINS.customer,
    fullName: "Johanna Rantanen",
    phone: "+358 40 555 0301",
    address: "Vuorikatu 14, Helsinki",
  },
  {
    email: "kalle@medex.test",
    fullName: "Kalle Hämäläinen",
    phone: "+358 40 555 0302",
    address: "Yrjönkatu 26, Helsinki",
  },
  {
    email: "birgitta@medex.test",
    fullName: "Birgitta Holmberg",
    phone: "+358 40 555 0303",
    address: "Rikhardinkatu 4, Helsinki",
  },
  {
    email: "tuomas@medex.test",
    fullName: "Tuomas Lehtonen",
    phone: "+358 40 555 0304",
    address: "Pitkänsillanranta 3, Helsinki",
  },
  {
    email: "saara@medex.test",
    fullName: "Saara Kinnunen",
    phone: "+358 40 555 0305",
    address: "Kasarmikatu 42, Helsinki",
  },
  {
    email: "gustav@medex.test",
    fullName: "Gustav Ahlström",
    phone: "+358 40 555 0306",
    address: "Fabianinkatu 35, Helsinki",
  },
  {
    email: "riitta@medex.test",
    fullName: "Riitta Saarinen",
    phone: "+358 40 555 0307",
    address: "Kaisaniemenkatu 6, Helsinki",
  },
];
