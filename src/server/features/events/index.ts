export { type EventActor, eventActor } from "./event-actor.ts";
export { parseCursor } from "./event-cursor.ts";
export { createEventFeed, type EventFeed } from "./event-feed.ts";
export {
  type EventLog,
  type LogMessage,
  startEventLog,
} from "./event-log.ts";
export { createEventPlacesRepo, eventFeedCollection } from "./event-places.repo.ts";
export {
  type CustodyLink,
  createEventsRepo,
  type EventDoc,
  type EventsRepo,
  eventsCollection,
  eventsKept,
} from "./events.repo.ts";
