import { describe, expect, test } from "bun:test";
import { actionWords, summaryOf } from "../../../../src/client/features/admin/audit/audit-words.ts";
import { quietWords } from "../../../../src/client/features/admin/exceptions.tsx";
import { centsOf, moneyText } from "../../../../src/client/features/admin/money-text.ts";
import { figuresOf } from "../../../../src/client/features/admin/overview-figures.ts";
import { oldestOf } from "../../../../src/client/features/admin/use-overview.ts";
import {
  emptyVendorForm,
  toNewVendor,
  vendorChanges,
  vendorFormOf,
} from "../../../../src/client/features/admin/vendor-form-values.ts";
import { timeZone } from "../../../../src/client/features/reports/periods.ts";
import { READS } from "../../../../src/server/trpc/reads.ts";
import type { AdminOverview, AuditEntry } from "../../../../src/shared/admin/admin.schema.ts";
import {
  CreateVendorInput,
  DEFAULT_PRICING,
  DEFAULT_PROOF_POLICY,
  type VendorView,
} from "../../../../src/shared/vendors/vendor.schema.ts";

const calm: AdminOverview = {
  ordersToday: 30,
  deliveredToday: 20,
  openOrders: {
    pending: 1,
    accepted: 2,
    driver_assigned: 1,
    picked_up: 2,
    out_for_delivery: 4,
    delivered: 0,
    cancelled: 0,
  },
  lateOrders: 0,
  driversOnDuty: 3,
  silentDrivers: 0,
  vendorsWaiting: 0,
  users: 12,
  isLiveDegraded: false,
};
const unusual = (overview: AdminOverview) =>
  figuresOf(overview, 40)
    .filter(({ isUsual }) => !isUsual)
    .map(({ name }) => name);

describe("the four numbers", () => {
  test("a calm platform has four, all as usual, each with its norm", () => {
    const figures = figuresOf(calm, 40);
    expect(figures.map(({ value }) => value)).toEqual([10, 0, 3, 20]);
    expect(unusual(calm)).toEqual([]);
    for (const { norm } of figures) expect(norm).toStartWith("Normal");
    expect(figures.at(-1)?.now).toBe(`30 ordered. Days of ${timeZone()}`);
  });

  test("more orders than the drivers can carry", () => {
    expect(unusual({ ...calm, driversOnDuty: 2 })).toEqual(["Open orders"]);
  });

  test("more deliveries than on a usual day are told, and no reason to worry", () => {
    const told = (deliveredToday: number) => figuresOf({ ...calm, deliveredToday }, 40).at(-1)?.norm;
    expect(told(50)).toBe("Normal for a whole day: 30 to 50");
    expect(told(51)).toBe("Already more than is normal for a whole day: 30 to 50");
    expect(unusual({ ...calm, deliveredToday: 51 })).toEqual([]);
  });

  test("one late in twenty is usual, two in ten are not", () => {
    expect(unusual({ ...calm, lateOrders: 1 })).toEqual([]);
    expect(unusual({ ...calm, lateOrders: 2 })).toEqual(["Late now"]);
  });

  test("a silent driver, or nobody on duty while orders wait", () => {
    expect(unusual({ ...calm, silentDrivers: 1 })).toEqual(["Drivers on duty"]);
    expect(unusual({ ...calm, driversOnDuty: 0 })).toEqual(["Open orders", "Drivers on duty"]);
  });

  test("the range of a day comes from last week, and is not made up without it", () => {
    expect(figuresOf(calm, 40)[3]?.norm).toBe("Normal for a whole day: 30 to 50");
    expect(figuresOf(calm, null)[3]?.norm).toContain("not known yet");
  });
});

describe("what needs somebody", () => {
  test("is as old as the oldest answer, and not of now when one of them could not be read again", () => {
    const fresh = { dataUpdatedAt: 4_000, isError: false };
    expect(oldestOf([fresh, { dataUpdatedAt: 3_000, isError: false }, fresh])).toEqual({
      dataUpdatedAt: 3_000,
      isError: false,
    });
    expect(oldestOf([fresh, { dataUpdatedAt: 1_000, isError: true }])).toEqual({
      dataUpdatedAt: 1_000,
      isError: true,
    });
  });

  test("is nothing only as far as it was looked at, and only then when it was", () => {
    expect(quietWords({ isPart: false, isOld: false })).toContain("every driver reports");
    expect(quietWords({ isPart: true, isOld: false })).toEndWith("There are more.");
    for (const isPart of [true, false]) {
      const words = quietWords({ isPart, isOld: true });
      expect(words).toStartWith("When it was last read, nothing needed you");
      expect(words).not.toContain("every driver reports");
    }
  });
});

describe("amounts as they are typed", () => {
  test("point and comma, up to two decimals", () => {
    expect(["2", "2.5", "2,50", " 0.05 "].map(centsOf)).toEqual([200, 250, 250, 5]);
  });

  test("what is no amount is not guessed", () => {
    expect(["", "-1", "2.505", "1e3", "2.5 €", "NaN"].map(centsOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test("there and back again", () => {
    for (const cents of [0, 5, 250, 12_345]) expect(centsOf(moneyText(cents))).toBe(cents);
  });
});

describe("the form of a business", () => {
  const vendor = {
    id: "00000000-0000-0000-0000-000000000001",
    businessName: "MedPharm",
    email: "desk@medex.test",
    phone: "+358 9 123 4567",
    address: { address: "Mannerheimintie 5", latitude: 60.17, longitude: 24.94 },
    pricing: DEFAULT_PRICING,
    proofPolicy: DEFAULT_PROOF_POLICY,
  } as unknown as VendorView;

  test("a form that was not touched changes nothing", () => {
    expect(vendorChanges(vendor, vendorFormOf(vendor))).toBeNull();
  });

  test("a new price does not send the address along, which would be looked up again", () => {
    const form = vendorFormOf(vendor);
    expect(vendorChanges(vendor, { ...form, pricing: { ...form.pricing, perKm: "3,10" } })).toEqual({
      vendorId: vendor.id,
      pricing: { ...DEFAULT_PRICING, perKmCents: 310 },
    });
  });

  test("a new business is what the contract asks for", () => {
    const form = {
      ...emptyVendorForm(),
      businessName: "MedPharm",
      email: "desk@medex.test",
      phone: "+358 9 123 4567",
      address: { address: "Mannerheimintie 5" },
      ownerName: "Venla Virtanen",
      ownerEmail: "venla@medex.test",
      password: "a long password",
    };
    const parsed = CreateVendorInput.parse(toNewVendor(form));
    expect(parsed.pricing).toEqual(DEFAULT_PRICING);
  });
});

describe("the words of the audit log", () => {
  test("say what every kept read was", () => {
    const kept = Object.entries(READS).filter(([, row]) => typeof row === "object");
    expect(kept.length).toBeGreaterThan(18);
    for (const [path] of kept) expect(actionWords(`read.${path}`)).not.toStartWith("read.");
  });

  test("name who was read about without an id, and why something was changed", () => {
    const entry = {
      actor: { id: "9", role: "vendor", name: "Venla" },
      detail: null,
      reason: null,
      changes: [],
      subject: "1",
      subjects: ["1", "2"],
      subjectKind: "order",
    } as unknown as AuditEntry;
    expect(summaryOf(entry)).toBe("2 orders");
    expect(summaryOf({ ...entry, subjectKind: null, subjects: ["9"] })).toBe("");
    const changed = {
      ...entry,
      detail: "ORD-1",
      subjectKind: null,
      reason: "By phone",
      changes: [{ field: "status" }],
    };
    expect(summaryOf(changed)).toBe("ORD-1 · status · “By phone”");
  });
});
