import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import { PASSWORD, PLACES } from "./people.ts";
import { runProgram, type TestServer } from "./process.ts";

/** People of a running server, each with a client of his own. */
export type ServerWorld = AsyncDisposable & {
  admin: MedexClient;
  vendor: MedexClient;
  vendorId: string;
  drivers: { client: MedexClient; driverId: string }[];
};

/** A business with drivers on duty, made over the network as its owners would; asks for no proofs unless told. */
export async function createServerWorld(
  server: Pick<TestServer, "url" | "dataDir">,
  mongodbUrl: string,
  options: { drivers: number; proofs?: boolean } = { drivers: 1 },
): Promise<ServerWorld> {
  await using program = runProgram(
    ["src/server/scripts/create-admin.ts", "--email", "admin@world.test", "--name", "World Admin"],
    { MONGODB_URL: mongodbUrl, MEDEX_DATA_DIR: server.dataDir, MEDEX_ADMIN_PASSWORD: PASSWORD },
  );
  if ((await program.exited) !== 0) throw new Error(program.output());

  const admin = await signIn(server, "admin@world.test");
  const proofs = options.proofs ?? false;
  const { id: vendorId } = await admin.vendors.create.mutate({
    businessName: "World Pharmacy",
    email: "desk@world.test",
    phone: "+358 9 123 4567",
    address: PLACES.pharmacy,
    ownerName: "Venla Vendor",
    ownerEmail: "vendor@world.test",
    password: PASSWORD,
    proofPolicy: { photo: proofs, signature: proofs },
  });
  const vendor = await signIn(server, "vendor@world.test");
  const drivers: ServerWorld["drivers"] = [];
  for (let i = 1; i <= options.drivers; i++) drivers.push(await aDriver(server, vendor, i));
  const clients = [admin, vendor, ...drivers.map(({ client }) => client)];
  return {
    admin,
    vendor,
    vendorId,
    drivers,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clients.map(client => client.close()));
    },
  };
}

/** A client that is signed in to the server, with the password that all test accounts have. */
async function signIn(server: Pick<TestServer, "url">, email: string): Promise<MedexClient> {
  const client = createMedexClient({ url: server.url });
  await client.login(email, PASSWORD);
  return client;
}

async function aDriver(server: Pick<TestServer, "url">, vendor: MedexClient, number: number) {
  const email = `driver${number}@world.test`;
  const { id: driverId } = await vendor.drivers.create.mutate({
    email,
    password: PASSWORD,
    fullName: `Ilmo Driver${number}`,
    phone: "+358 40 123 4567",
    vehicleType: "bike",
  });
  const client = await signIn(server, email);
  await client.drivers.setStatus.mutate({ status: "available" });
  return { client, driverId };
}

/** What `orders.create` takes, for an order of this business. */
export const anOrderFor = (vendorId: string) => ({
  vendorId,
  delivery: PLACES.home,
  customerName: "Aino Laine",
  customerPhone: "+358 50 765 4321",
  items: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" as const }],
});
