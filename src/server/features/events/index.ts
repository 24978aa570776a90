export {
  type EventLog,
  type LogMessage,
  startEventLog,
} from "./event-log.ts";
export {
  createEventsRepo,
  type EventActor,
  type EventDoc,
  type EventsRepo,
  eventsCollection,
} from "./events.repo.ts";
