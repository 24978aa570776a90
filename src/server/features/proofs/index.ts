export { createProofsRepo, proofsCollection } from "./proofs.repo.ts";
export { createProofsService, type ProofsService } from "./proofs.service.ts";
