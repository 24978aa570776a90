export { createNewAccount, type NewAccount } from "./new-account.ts";
export {
  type AccountHolder,
  createUsersRepo,
  type UserDoc,
  type UsersRepo,
  usersCollection,
} from "./users.repo.ts";
export { createUsersService, type UsersService } from "./users.service.ts";
export { toUserView } from "./users.view.ts";
