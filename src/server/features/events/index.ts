export {
  createEventsRepo,
  type EventActor,
  type EventDoc,
  type EventsRepo,
  eventsCollection,
} from "./events.repo.ts";
