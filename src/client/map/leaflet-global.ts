import L from "leaflet";

// protomaps-leaflet reads Leaflet from the global `L`; it has to be there before the first layer is made.
Object.assign(globalThis, { L });
