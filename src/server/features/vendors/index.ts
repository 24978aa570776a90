export { createDirectory } from "./directory.ts";
export { createMembersRepo, type MemberDoc, type MembersRepo, membersCollection } from "./members.repo.ts";
export { isAtWork } from "./members.view.ts";
export { newVendor } from "./new-vendor.ts";
export { createVendorsRepo, type VendorDoc, type VendorsRepo, vendorsCollection } from "./vendors.repo.ts";
export { createVendorsService, type ResolvePlace, type VendorsService } from "./vendors.service.ts";
