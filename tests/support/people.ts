import type { Actor } from "../../src/shared/auth/actor.ts";
import type { Credentials } from "../../src/shared/auth/auth.schema.ts";
import { CreateDriverInput } from "../../src/shared/drivers/driver.schema.ts";
import type { DriverId, VendorId } from "../../src/shared/ids.ts";
import { CreateOrderInput, type OrderView } from "../../src/shared/orders/order.schema.ts";
import { isWhole } from "../../src/shared/orders/whole.ts";
import { CreateMemberInput, type MemberRole } from "../../src/shared/vendors/member.schema.ts";
import {
  CreateVendorInput,
  type ProofPolicy,
  type VendorView,
} from "../../src/shared/vendors/vendor.schema.ts";
import { type Api, aRequest, type TestApp } from "./harness.ts";

export const PASSWORD = "a long test password";

/** Inside the demo city. */
export const PLACES = {
  pharmacy: { address: "Mannerheimintie 5, Helsinki", latitude: 60.1689, longitude: 24.9408 },
  home: { address: "Aleksanterinkatu 21, Helsinki", latitude: 60.1689, longitude: 24.9459 },
  office: { address: "Fabianinkatu 29, Helsinki", latitude: 60.1693, longitude: 24.9494 },
};

/** Somebody who is signed in; `api` are the procedures as he would call them. */
export type Person = { actor: Actor; credentials: Credentials; email: string; api: Api };
export type Business = Person & { vendorId: VendorId; vendor: VendorView };
export type Courier = Person & { driverId: DriverId };
export type People = ReturnType<typeof createPeople>;

/** People and orders, made through the services as real ones are. Numbers keep their addresses apart. */
export function createPeople(app: TestApp) {
  let count = 0;
  const { auth, vendors, drivers, orders, users } = app.services;

  async function signedIn(email: string, password = PASSWORD): Promise<Person> {
    const credentials = await auth.login(aRequest(), { email, password, client: "api" });
    const actor = await auth.actorOf(credentials.accessToken);
    if (!actor) throw new Error(`${email} cannot sign in`);
    return { actor, credentials, email, api: app.as(actor) };
  }

  async function aUser(fullName = "Aino Laine"): Promise<Person> {
    const email = `user${++count}@medex.test`;
    await auth.register(aRequest(), { role: "user", email, password: PASSWORD, fullName, client: "api" });
    return signedIn(email);
  }

  async function anAdmin(): Promise<Person> {
    const email = `admin${++count}@medex.test`;
    await users.createAdmin({ email, password: PASSWORD, fullName: "Root Admin" });
    return signedIn(email);
  }

  async function aVendor({ proofPolicy }: { proofPolicy?: ProofPolicy } = {}): Promise<Business> {
    const email = `vendor${++count}@medex.test`;
    const admin = await anAdmin();
    const vendor = await vendors.create(
      admin.actor,
      CreateVendorInput.parse({
        businessName: `Pharmacy ${count}`,
        email: `desk${count}@medex.test`,
        phone: "+358 9 123 4567",
        address: PLACES.pharmacy,
        ownerName: "Venla Vendor",
        ownerEmail: email,
        password: PASSWORD,
        proofPolicy: proofPolicy ?? { photo: false, signature: false },
      }),
    );
    return { ...(await signedIn(email)), vendorId: vendor.id, vendor };
  }

  /** A colleague of the owner. */
  async function aMember(vendor: Business, memberRole: MemberRole): Promise<Business> {
    const email = `${memberRole}${++count}@medex.test`;
    const { vendorId } = vendor;
    await vendors.createMember(
      vendor.actor,
      CreateMemberInput.parse({ vendorId, email, password: PASSWORD, fullName: "Mona Member", memberRole }),
    );
    return { ...(await signedIn(email)), vendorId, vendor: vendor.vendor };
  }

  async function aDriver(vendor: Business, { onDuty = true }: { onDuty?: boolean } = {}): Promise<Courier> {
    const email = `driver${++count}@medex.test`;
    const { id } = await drivers.create(
      vendor.actor,
      CreateDriverInput.parse({
        email,
        password: PASSWORD,
        fullName: `Ilmo Driver${count}`,
        phone: "+358 40 123 4567",
        vehicleType: "bike",
      }),
    );
    const person = await signedIn(email);
    if (onDuty) await drivers.setStatus(person.actor, { status: "available" });
    return { ...person, driverId: id };
  }

  const anOrder = (
    by: Person,
    vendorId: VendorId,
    input: Partial<CreateOrderInput> = {},
  ): Promise<OrderView> =>
    orders.create(
      by.actor,
      CreateOrderInput.parse({
        vendorId,
        delivery: PLACES.home,
        customerName: "Aino Laine",
        customerPhone: "+358 50 765 4321",
        items: [{ name: "Insulin glargine", quantity: 1, handling: "chilled" }],
        ...input,
      }),
    );

  /** An order that the driver has accepted. */
  async function anAssignedOrder(
    vendor: Business,
    driver: Courier,
    customer: Person = vendor,
  ): Promise<OrderView> {
    const { id } = await anOrder(customer, vendor.vendorId);
    await orders.accept(vendor.actor, { orderId: id });
    const { assignmentId } = await orders.assign(vendor.actor, { orderId: id, driverId: driver.driverId });
    if (!assignmentId) throw new Error("The order was not offered");
    await orders.acceptAssignment(driver.actor, { assignmentId });
    const order = await orders.get(vendor.actor, { orderId: id });
    if (!isWhole(order)) throw new Error("An open order is redacted");
    return order;
  }

  return { signedIn, aUser, anAdmin, aVendor, aMember, aDriver, anOrder, anAssignedOrder, users };
}
