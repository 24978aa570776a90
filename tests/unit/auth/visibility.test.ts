import { describe, expect, test } from "bun:test";
import { visibleAssignments } from "../../../src/server/features/assignments/assignments.policy.ts";
import { visibleDrivers } from "../../../src/server/features/drivers/drivers.policy.ts";
import { visibleOrders } from "../../../src/server/features/orders/orders.policy.ts";
import { reportedOrders } from "../../../src/server/features/reports/reports.policy.ts";
import { changeableVendors, visibleVendors } from "../../../src/server/features/vendors/vendors.policy.ts";
import type { Actor } from "../../../src/shared/auth/actor.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import type { Role } from "../../../src/shared/users/user.schema.ts";

const POLICIES = {
  visibleAssignments,
  visibleDrivers,
  visibleOrders,
  reportedOrders,
  visibleVendors,
  changeableVendors,
};

/** Somebody whose account acts for no business and no driver profile. */
const withoutProfile = (role: Role): Actor => ({
  userId: UserId.parse("00000000-0000-7000-8000-000000000001"),
  sessionId: SessionId.parse("00000000-0000-7000-8000-000000000002"),
  role,
  fullName: "Nobody's Own",
  vendorId: null,
  driverId: null,
  memberRole: null,
  mustEnrolSecondFactor: false,
});

describe("who acts for nothing sees nothing of", () => {
  for (const [name, filterFor] of Object.entries(POLICIES)) {
    for (const role of ["vendor", "driver"] as const) {
      test(`${name}, as ${role}`, () => {
        expect<object>(filterFor(withoutProfile(role))).toEqual({ _id: { $in: [] } });
      });
    }
  }
});

describe("only an administrator's filter is empty in", () => {
  for (const [name, filterFor] of Object.entries(POLICIES)) {
    test(name, () => {
      const open = (["user", "vendor", "driver", "admin"] as const).filter(
        role => Object.keys(filterFor(withoutProfile(role))).length === 0,
      );
      expect(open).toEqual(["admin"]);
    });
  }
});
