import { PASSWORD, PLACES } from "../support/people.ts";
import type { Belongings } from "./world.ts";

/** A valid input that points at `of`'s belongings; `null` for procedures without one. */
export type InputFor = ((of: Belongings) => unknown) | null;

const period = { from: "2026-11-22T00:00:00.000Z", to: "2026-11-24T00:00:00.000Z" };
const ends = { origin: point(PLACES.pharmacy), destination: point(PLACES.home) };

function point({ latitude, longitude }: { latitude: number; longitude: number }) {
  return { latitude, longitude };
}

/** The smallest picture there is: a PNG of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

function proofForm({ orderId }: Belongings): FormData {
  const form = new FormData();
  form.set("orderId", orderId);
  form.set("kind", "photo");
  form.set("file", new File([PIXEL], "photo.png", { type: "image/png" }));
  return form;
}

/** One row a procedure; a procedure that is missing here fails the suite. */
export const INPUTS: Record<string, InputFor> = {
  "auth.register": () => ({
    role: "user",
    email: "matrix@medex.test",
    password: PASSWORD,
    fullName: "Some One",
  }),
  "auth.login": () => ({ email: "nobody@medex.test", password: PASSWORD }),
  "auth.refresh": () => ({ refreshToken: "not-a-token" }),
  "auth.logout": () => ({ refreshToken: "not-a-token" }),
  "auth.me": null,
  "auth.changePassword": () => ({ currentPassword: "wrong on purpose", newPassword: "another long one" }),
  "auth.sessions": null,
  "auth.revokeSession": ({ sessionId }) => ({ sessionId }),
  "auth.logoutEverywhere": null,
  "auth.requestPasswordReset": () => ({ email: "nobody@medex.test" }),
  "auth.resetPassword": () => ({ token: "x".repeat(32), newPassword: "another long one" }),
  "auth.requestEmailVerification": null,
  "auth.verifyEmail": () => ({ token: "x".repeat(32) }),
  "auth.acceptInvitation": () => ({ token: "x".repeat(32), password: "another long one" }),
  "auth.secondFactor": null,
  "auth.enrolSecondFactor": () => ({ password: "wrong on purpose" }),
  "auth.confirmSecondFactor": () => ({ code: "000000" }),
  "auth.disableSecondFactor": () => ({ password: "wrong on purpose", code: "000000" }),
  "users.list": () => ({}),
  "users.get": ({ userId }) => ({ userId }),
  "users.setActive": ({ userId }) => ({ userId, isActive: true }),
  "users.setRole": ({ userId }) => ({ userId, role: "user" }),
  "vendors.create": () => ({
    businessName: "Matrix Pharmacy",
    email: "matrix-desk@medex.test",
    phone: "+358 9 123 4567",
    address: PLACES.pharmacy,
    ownerName: "Some One",
    ownerEmail: "matrix-owner@medex.test",
    password: PASSWORD,
  }),
  "vendors.me": null,
  "vendors.get": ({ vendorId }) => ({ vendorId }),
  "vendors.list": () => ({}),
  "vendors.update": ({ vendorId }) => ({ vendorId, phone: "+358 9 765 4321" }),
  "vendors.setActive": ({ vendorId }) => ({ vendorId, isActive: true }),
  "vendors.members": ({ vendorId }) => ({ vendorId }),
  "vendors.inviteMember": ({ vendorId }) => ({
    vendorId,
    email: "matrix-colleague@medex.test",
    fullName: "Some Colleague",
    memberRole: "viewer",
  }),
  "vendors.createMember": ({ vendorId }) => ({
    vendorId,
    email: "matrix-member@medex.test",
    password: PASSWORD,
    fullName: "Some Colleague",
    memberRole: "viewer",
  }),
  "vendors.resendInvitation": ({ vendorId, memberId }) => ({ vendorId, userId: memberId }),
  "vendors.setMemberRole": ({ vendorId, memberId }) => ({
    vendorId,
    userId: memberId,
    memberRole: "dispatcher",
  }),
  "vendors.removeMember": ({ vendorId, memberId }) => ({ vendorId, userId: memberId }),
  "drivers.create": ({ vendorId }) => ({
    vendorId,
    email: "matrix-driver@medex.test",
    password: PASSWORD,
    fullName: "Some Driver",
    phone: "+358 40 123 4567",
    vehicleType: "bike",
  }),
  "drivers.invite": ({ vendorId }) => ({
    vendorId,
    email: "matrix-guest@medex.test",
    fullName: "Some Driver",
    phone: "+358 40 123 4567",
    vehicleType: "bike",
  }),
  "drivers.me": null,
  "drivers.get": ({ driverId }) => ({ driverId }),
  "drivers.list": ({ vendorId }) => ({ vendorId }),
  "drivers.update": ({ driverId }) => ({ driverId, phone: "+358 40 765 4321" }),
  "drivers.setStatus": () => ({ status: "available" }),
  "drivers.setActive": ({ driverId }) => ({ driverId, isActive: true }),
  "drivers.reportLocation": () => ({
    points: [{ ...point(PLACES.home), timestamp: "2026-11-23T09:00:00.000Z" }],
  }),
  "drivers.trail": ({ driverId }) => ({ driverId, ...period }),
  "orders.quote": ({ vendorId }) => ({ vendorId, delivery: PLACES.home }),
  "orders.create": ({ vendorId }) => ({
    vendorId,
    delivery: PLACES.home,
    customerName: "Some One",
    customerPhone: "+358 50 765 4321",
    items: [{ name: "Insulin", quantity: 1 }],
  }),
  "orders.get": ({ orderId }) => ({ orderId }),
  "orders.list": () => ({}),
  "orders.update": ({ orderId }) => ({ orderId, notes: "Ring twice" }),
  "orders.accept": ({ orderId }) => ({ orderId }),
  "orders.assign": ({ orderId, driverId }) => ({ orderId, driverId }),
  "orders.unassign": ({ orderId }) => ({ orderId }),
  "orders.pickUp": ({ orderId }) => ({ orderId, deviceTime: "2026-11-23T09:00:00.000Z" }),
  "orders.startDelivery": ({ orderId }) => ({ orderId }),
  "orders.deliver": ({ orderId }) => ({ orderId }),
  "orders.cancel": ({ orderId }) => ({ orderId, reason: "Matrix" }),
  "orders.revokeTrackingLink": ({ orderId }) => ({ orderId }),
  "orders.reissueTrackingLink": ({ orderId }) => ({ orderId }),
  "orders.custody": ({ orderId }) => ({ orderId }),
  "orders.events": () => ({}),
  "orders.timeline": ({ orderId }) => ({ orderId }),
  "assignments.mine": null,
  "assignments.accept": ({ assignmentId }) => ({ assignmentId, deviceTime: "2026-11-23T09:00:00.000Z" }),
  "assignments.decline": ({ assignmentId }) => ({ assignmentId }),
  "assignments.history": () => ({}),
  "tracking.get": ({ token }) => ({ token }),
  "tracking.watch": ({ token }) => ({ token }),
  "realtime.vendor": ({ vendorId }) => ({ vendorId }),
  "realtime.order": ({ orderId }) => ({ orderId }),
  "realtime.driver": ({ driverId }) => ({ driverId }),
  "realtime.vendorLocations": ({ vendorId }) => ({
    vendorId,
    box: { west: 24.9, south: 60.1, east: 25, north: 60.2 },
  }),
  "realtime.orderLocations": ({ orderId }) => ({ orderId }),
  "realtime.driverLocations": ({ driverId }) => ({ driverId }),
  "proofs.upload": proofForm,
  "maps.geocode": () => ({ address: PLACES.home.address }),
  "maps.autocomplete": () => ({ query: "Aleks" }),
  "maps.reverse": () => point(PLACES.home),
  "maps.route": () => ends,
  "maps.matrix": () => ({ origins: [ends.origin], destinations: [ends.destination] }),
  "maps.eta": () => ends,
  "maps.config": null,
  "reports.summary": ({ vendorId }) => ({ ...period, vendorId }),
  "reports.deliveries": ({ vendorId }) => ({ ...period, vendorId }),
  "reports.drivers": ({ vendorId }) => ({ ...period, vendorId }),
  "reports.etaAccuracy": ({ vendorId }) => ({ ...period, vendorId }),
  "reports.export": ({ vendorId }) => ({ ...period, vendorId }),
  "privacy.find": () => ({ phone: "+358 00 000 000" }),
  "privacy.export": () => ({ phone: "+358 00 000 000" }),
  "privacy.erase": () => ({ phone: "+358 00 000 000" }),
  "privacy.exportMine": null,
  "privacy.eraseMine": () => ({ password: "wrong on purpose" }),
  "admin.overview": () => ({ todayFrom: period.from }),
  "admin.auditLog": () => ({
    group: "reads",
    subject: "ORD-12345678",
    ip: "192.0.2.1",
    from: period.from,
    to: period.to,
    text: "Aino",
  }),
  "admin.exportAuditLog": () => ({}),
};
