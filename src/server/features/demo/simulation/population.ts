import { createMedexClient, type MedexClient, problemOf } from "../../../../sdk/index.ts";
import type { Clock } from "../../../platform/clock/clock.port.ts";
import type { Timers } from "../../../platform/timers/timers.port.ts";
import { createChance } from "../chance.ts";
import { DISPATCHER, DRIVERS, isForPeople, VENDORS, type VendorKey } from "../stories/cast.ts";
import { liveAsCustomers } from "./customers.ts";
import { liveAsDispatcher } from "./dispatcher.ts";
import { liveAsDriver } from "./driver.ts";
import { createPace } from "./pace.ts";
import type { SimulationConfig } from "./simulation.config.ts";

/** After trouble somebody tries again between so many seconds, of real time. */
const PAUSE_SECONDS = [2, 8] as const;
const KEYS = ["pharmacy", "laboratory", "clinic"] as const satisfies VendorKey[];

type Deps = { config: SimulationConfig; clock: Clock; timers: Timers; log: (line: string) => void };

/** Lets everybody live who is simulated. None of them ever signs in with an account that is meant for people. */
export function populate({ config, clock, timers, log }: Deps): void {
  const { url, password, vendorIds, speed } = config;
  const pace = createPace({ clock, timers, speed });
  const chance = createChance(config.seed);
  const clients = new Map<string, MedexClient>();
  const open: Record<VendorKey, number> = { pharmacy: 0, laboratory: 0, clinic: 0 };

  async function clientOf(email: string): Promise<MedexClient> {
    if (isForPeople(email)) throw new Error(`${email} is for people`);
    const client = clients.get(email) ?? createMedexClient({ url });
    clients.set(email, client);
    if (client.session.get().status !== "signedIn") await client.login(email, password);
    return client;
  }

  async function keepLiving(name: string, live: () => Promise<never>): Promise<void> {
    const luck = chance.fork(`trouble/${name}`);
    for (;;) {
      try {
        await live();
      } catch (error) {
        const { code, text, requestId } = problemOf(error);
        log(`${name}: ${code} ${text}${requestId ? ` (${requestId})` : ` ${error}`}`);
      }
      await pace.wait(luck.between(...PAUSE_SECONDS) * speed);
    }
  }

  for (const { email } of DRIVERS) {
    if (isForPeople(email)) continue;
    void keepLiving(email, async () =>
      liveAsDriver({ client: await clientOf(email), pace, chance: chance.fork(email) }),
    );
  }
  for (const vendor of KEYS) {
    const { ownerEmail } = VENDORS[vendor];
    const email = isForPeople(ownerEmail) ? DISPATCHER.email : ownerEmail;
    const onOpen = (count: number) => {
      open[vendor] = count;
    };
    void keepLiving(`dispatcher of the ${vendor}`, async () =>
      liveAsDispatcher({
        client: await clientOf(email),
        pace,
        chance: chance.fork(vendor),
        vendor,
        vendorId: vendorIds[vendor],
        onOpen,
      }),
    );
  }
  void keepLiving("customers", () =>
    liveAsCustomers({
      clientOf,
      vendorIds,
      openOf: vendor => open[vendor],
      pace,
      chance: chance.fork("demand"),
    }),
  );
}
