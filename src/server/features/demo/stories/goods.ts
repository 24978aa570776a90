import type { Handling, OrderItem } from "../../../../shared/orders/order.schema.ts";
import type { VendorKey } from "./cast.ts";

const item = (name: string, quantity: number, handling: Handling): OrderItem => ({
  name,
  quantity,
  handling,
});

/** What is sent, a parcel a row. */
export const PARCELS: Record<VendorKey, readonly (readonly OrderItem[])[]> = {
  pharmacy: [
    [item("Insulin glargine 100 U/ml, pens", 5, "chilled")],
    [item("Insulin aspart, cartridges", 10, "chilled"), item("Pen needles 4 mm", 100, "ambient")],
    [item("Amoxicillin 500 mg, 20 capsules", 1, "ambient")],
    [item("Salbutamol inhaler 0.1 mg", 2, "ambient"), item("Spacer with mask", 1, "ambient")],
    [item("Oxycodone 5 mg, 28 tablets", 1, "controlled")],
    [item("Adalimumab 40 mg, pens", 2, "chilled")],
    [item("Dosette, week 48", 1, "ambient"), item("Warfarin 3 mg", 1, "ambient")],
    [item("Methylphenidate 36 mg, 30 tablets", 1, "controlled")],
    [item("Oral rehydration salts", 10, "ambient"), item("Paracetamol 500 mg", 2, "ambient")],
    [item("Eye drops, latanoprost", 3, "chilled")],
  ],
  laboratory: [
    [item("Blood samples, EDTA", 6, "chilled"), item("Blood samples, serum", 4, "chilled")],
    [item("COVID and influenza PCR swabs", 24, "chilled")],
    [item("Biopsy in formalin", 2, "ambient")],
    [item("Urine cultures", 8, "chilled")],
    [item("Plasma for reference laboratory", 3, "frozen")],
    [item("Sampling kits, empty tubes", 40, "ambient")],
  ],
  clinic: [
    [item("Influenza vaccine, 10 doses", 1, "chilled")],
    [item("Wound dressings and gloves", 1, "ambient")],
    [item("Discharge medicines, patient bag", 1, "ambient")],
    [item("Morphine 10 mg/ml ampoules", 5, "controlled")],
    [item("Cross-matched red cells", 2, "chilled")],
    [item("Nebuliser on loan", 1, "ambient")],
  ],
};

/** What a courier has to know at the door; many doors need no word. */
export const DOOR_NOTES: readonly (string | undefined)[] = [
  undefined,
  undefined,
  undefined,
  "Door code 2580, third floor, the lift is on the left.",
  "Stairwell B. Please ring twice, hard of hearing.",
  "Hand to the recipient only, identity card required.",
  "Reception on the ground floor, ask for the charge nurse.",
  "Keep between 2 and 8 degrees. Call on arrival.",
  "Buzzer “Holmberg & Co”, second courtyard.",
  "Do not leave at the door.",
];

/** Who receives what a laboratory or a clinic sends by itself. */
export const PLACES_OF_CARE: readonly { name: string; phone: string; address: string }[] = [
  { name: "Kaisaniemi Health Station", phone: "+358 9 555 0401", address: "Kaisaniementie 5, Helsinki" },
  { name: "Ward 4, University Hospital", phone: "+358 9 555 0402", address: "Unioninkatu 38, Helsinki" },
  { name: "Kluuvi Occupational Health", phone: "+358 9 555 0403", address: "Kluuvikatu 4, Helsinki" },
  { name: "Erottaja Dental Practice", phone: "+358 9 555 0404", address: "Erottajankatu 15, Helsinki" },
  { name: "Hakaniemi Home Care, office", phone: "+358 9 555 0405", address: "Siltasaarenkatu 4, Helsinki" },
  { name: "Kasarmi Nursing Home", phone: "+358 9 555 0406", address: "Kasarmikatu 46–48, Helsinki" },
];

export const CANCEL_REASONS: readonly string[] = [
  "Ordered twice by mistake",
  "The prescription was changed",
  "Will be collected in person",
  "Nobody at home today",
];

/** Real doors of the demo city, each at least 150 m inside the area that is served. */
export const ADDRESSES: readonly string[] = [
  "Kaivokatu 12, Helsinki",
  "Elielinaukio 5, Helsinki",
  "Mikonkatu 23, Helsinki",
  "Mikonkatu 4, Helsinki",
  "Kaisaniementie 6, Helsinki",
  "Siltasaarenkatu 2, Helsinki",
  "Mannerheimintie 18, Helsinki",
  "Aleksanterinkatu 21, Helsinki",
  "Aleksanterinkatu 15, Helsinki",
  "Vuorikatu 19, Helsinki",
  "Kaisaniemenkatu 3, Helsinki",
  "Keskuskatu 3, Helsinki",
  "Pohjoisesplanadi 21, Helsinki",
  "Pohjoisesplanadi 33, Helsinki",
  "Fabianinkatu 14, Helsinki",
  "Fabianinkatu 39, Helsinki",
  "Bulevardi 3, Helsinki",
  "Bulevardi 6, Helsinki",
  "Eteläesplanadi 14, Helsinki",
  "Eteläesplanadi 24, Helsinki",
  "Kluuvikatu 2, Helsinki",
  "Yrjönkatu 21, Helsinki",
  "Kasarmikatu 40, Helsinki",
  "Ludviginkatu 10, Helsinki",
  "Erottajankatu 19, Helsinki",
  "Yliopistonkatu 3, Helsinki",
  "Kalevankatu 4, Helsinki",
  "Korkeavuorenkatu 34, Helsinki",
  "Vilhonkatu 6, Helsinki",
  "Lönnrotinkatu 5, Helsinki",
  "Töölönlahdenkatu 3, Helsinki",
  "Rikhardinkatu 3, Helsinki",
  "Pitkänsillanranta 11, Helsinki",
  "Annankatu 18, Helsinki",
  "Unioninkatu 44, Helsinki",
  "Kaisaniemenranta 2, Helsinki",
  "Alvar Aallon katu 1, Helsinki",
  "Puutarhakatu 1, Helsinki",
  "Pohjoinen Makasiinikatu 7, Helsinki",
  "Saariniemenkatu 1, Helsinki",
  "Kirkkokatu 20, Helsinki",
];
