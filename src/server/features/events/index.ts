export { type EventActor, eventActor } from "./event-actor.ts";
export {
  type EventLog,
  type LogMessage,
  startEventLog,
} from "./event-log.ts";
export {
  type CustodyLink,
  createEventsRepo,
  type EventDoc,
  type EventsRepo,
  eventsCollection,
  eventsKept,
} from "./events.repo.ts";
