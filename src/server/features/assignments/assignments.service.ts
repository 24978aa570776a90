import type {
  AnswerAssignmentInput,
  AssignmentHistoryInput,
  AssignmentView,
  WorkItem,
} from "../../../shared/assignments/assignment.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import type { OrderId } from "../../../shared/ids.ts";
import type { AnyOrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import { mapPage, type Page } from "../../../shared/pagination.ts";
import type { AssignmentsRepo } from "./assignments.repo.ts";
import { toAssignmentView } from "./assignments.view.ts";

type Answer = (actor: Actor, input: AnswerAssignmentInput) => Promise<AssignmentView>;

type Deps = {
  repo: AssignmentsRepo;
  /** Answering changes the order too: these are commands of the orders slice. */
  orders: {
    viewMany(actor: Actor, orderIds: readonly OrderId[]): Promise<Map<OrderId, AnyOrderView>>;
    acceptAssignment: Answer;
    declineAssignment: Answer;
  };
};

export type AssignmentsService = ReturnType<typeof createAssignmentsService>;

export function createAssignmentsService({ repo, orders }: Deps) {
  return {
    /** Everything a driver has to do: offers to answer first, then the orders in hand, oldest first. */
    async mine(actor: Actor): Promise<{ items: WorkItem[] }> {
      if (!actor.driverId) return { items: [] };
      const open = await repo.openOf(actor.driverId);
      const views = await orders.viewMany(
        actor,
        open.map(({ orderId }) => orderId),
      );
      const items = open.flatMap(assignment => {
        const order = views.get(assignment.orderId);
        return order && isWhole(order) ? [{ ...toAssignmentView(assignment), order }] : [];
      });
      return { items: items.toSorted((a, b) => rank(a) - rank(b)) };
    },

    accept: orders.acceptAssignment,
    decline: orders.declineAssignment,

    /** Past and open assignments that the actor may see, newest first. */
    async history(actor: Actor, input: AssignmentHistoryInput): Promise<Page<AssignmentView>> {
      return mapPage(await repo.list(actor, input), toAssignmentView);
    },
  };
}

const rank = ({ status }: WorkItem): number => (status === "pending" ? 0 : 1);
