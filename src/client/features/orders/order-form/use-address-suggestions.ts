import { useCallback } from "react";
import type { Point } from "../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../shared/maps/maps.schema.ts";
import { useTRPCClient } from "../../../app/trpc.ts";
import type { Suggestion } from "../../../ui/combobox.tsx";

/** Addresses for what is being typed, those near `near` first; `signal` drops a question that is out of date. */
export function useAddressSuggestions(near?: Point) {
  const client = useTRPCClient();
  const latitude = near?.latitude;
  const longitude = near?.longitude;
  return useCallback(
    async (text: string, signal: AbortSignal): Promise<Suggestion<GeocodeCandidate>[]> => {
      const around =
        latitude === undefined || longitude === undefined ? {} : { near: { latitude, longitude } };
      const found = await client.maps.autocomplete.query(
        { query: text.slice(0, 120), ...around },
        { signal },
      );
      return found.map(candidate => ({
        key: `${candidate.address} ${candidate.latitude} ${candidate.longitude}`,
        label: candidate.address,
        ...(candidate.kind === "address" ? {} : { detail: candidate.kind }),
        item: candidate,
      }));
    },
    [client, latitude, longitude],
  );
}
