import type { AdminOverview, AdminOverviewInput } from "../../../shared/admin/admin.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import { type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { AdminRepo } from "./admin.repo.ts";

type Deps = { repo: AdminRepo; clock: Clock; isLiveDegraded: () => boolean };

export type AdminService = ReturnType<typeof createAdminService>;

export function createAdminService({ repo, clock, isLiveDegraded }: Deps) {
  return {
    /** What goes on everywhere. "Today" is the reader's day. The permission admits administrators only. */
    async overview(_actor: Actor, input?: AdminOverviewInput): Promise<AdminOverview> {
      const now = clock.now();
      const today = input?.todayFrom ? new Date(input.todayFrom) : midnightUtc(now);
      const [
        ordersToday,
        deliveredToday,
        open,
        lateOrders,
        driversOnDuty,
        silentDrivers,
        vendorsWaiting,
        users,
      ] = await Promise.all([
        repo.ordersSince(today),
        repo.deliveredSince(today),
        repo.openByStatus(),
        repo.late(now),
        repo.onDuty(),
        repo.silent(now),
        repo.vendorsWaiting(),
        repo.users(),
      ]);
      return {
        ordersToday,
        deliveredToday,
        openOrders: everyStatus(open),
        lateOrders,
        driversOnDuty,
        silentDrivers,
        vendorsWaiting,
        users,
        isLiveDegraded: isLiveDegraded(),
      };
    },
  };
}

function midnightUtc(now: Date): Date {
  const midnight = new Date(now);
  midnight.setUTCHours(0, 0, 0, 0);
  return midnight;
}

const everyStatus = (counts: ReadonlyMap<OrderStatus, number>): AdminOverview["openOrders"] =>
  Object.fromEntries(
    orderMachine.states.map(status => [status, counts.get(status) ?? 0]),
  ) as AdminOverview["openOrders"];
