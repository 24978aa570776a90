export { HANDLING, HandlingIcon, ItemList } from "./order-form/handling.tsx";
export { OrderForm } from "./order-form/order-form.tsx";
export { PlaceField } from "./order-form/place-field.tsx";
export { distanceInKm, durationInMinutes } from "./order-form/quote-words.ts";
