export { createProofsRepo, type ProofDoc, proofsCollection } from "./proofs.repo.ts";
export { createProofsService, type ProofsService } from "./proofs.service.ts";
