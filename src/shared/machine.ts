/**
 * State machines as data: one table of transitions from which the server's checks, the client's buttons and the
 * README's diagram are all derived.
 */
export type Transition<State extends string, Role extends string> = {
  /** States in which the action is legal. */
  from: readonly State[];
  /** The state afterwards; `"same"` for an action that records something without moving on. */
  to: State | "same";
  /** Who may do it, ownership apart. */
  roles: readonly Role[];
};

export type Machine<State extends string, Action extends string, Role extends string> = {
  readonly initial: NoInfer<State>;
  readonly states: readonly State[];
  readonly actions: Readonly<Record<Action, Transition<State, Role>>>;
};

export const defineMachine = <const State extends string, Action extends string, const Role extends string>(
  machine: Machine<State, Action, Role>,
): Machine<State, Action, Role> => machine;

/** The state after `action` in `state`, or null when the action is not legal there. */
export function next<State extends string, Action extends string, Role extends string>(
  machine: Machine<State, Action, Role>,
  state: State,
  action: Action,
): State | null {
  const transition = machine.actions[action];
  if (!transition.from.includes(state)) return null;
  return transition.to === "same" ? state : transition.to;
}

/** Every action that `role` may take in `state`, in the order of the table. */
export function actionsFor<State extends string, Action extends string, Role extends string>(
  machine: Machine<State, Action, Role>,
  state: State,
  role: Role,
): Action[] {
  return (Object.keys(machine.actions) as Action[]).filter(
    action => machine.actions[action].from.includes(state) && machine.actions[action].roles.includes(role),
  );
}

/** The machine as a Mermaid state diagram. */
export function toMermaid<State extends string, Action extends string, Role extends string>(
  machine: Machine<State, Action, Role>,
): string {
  const lines = ["stateDiagram-v2", `  [*] --> ${machine.initial}`];
  for (const action of Object.keys(machine.actions) as Action[]) {
    const { from, to, roles } = machine.actions[action];
    for (const state of from) {
      lines.push(`  ${state} --> ${to === "same" ? state : to}: ${action} (${roles.join(", ")})`);
    }
  }
  const moves = Object.values<Transition<State, Role>>(machine.actions).filter(({ to }) => to !== "same");
  for (const state of machine.states) {
    if (!moves.some(({ from }) => from.includes(state))) lines.push(`  ${state} --> [*]`);
  }
  return lines.join("\n");
}
