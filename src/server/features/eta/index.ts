export { createEtaService, type EtaService } from "./eta.service.ts";
export { createEtaLogRepo, type EtaLogDoc, etaLogCollection } from "./eta-log.repo.ts";
export { createWaysRepo, driverWaysCollection } from "./ways.repo.ts";
