export { createAdminRepo } from "./admin.repo.ts";
export { type AdminService, createAdminService } from "./admin.service.ts";
