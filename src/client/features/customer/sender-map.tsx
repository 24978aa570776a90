import { useNavigate } from "react-router";
import { pointOf } from "../../../shared/geo.ts";
import type { VendorCard } from "../../../shared/vendors/vendor.schema.ts";
import { useMapConfig } from "../../app/use-map-config.ts";
import CityMap from "../../map/index.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useMedia } from "../../ui/use-media.ts";

/** Where the senders are, on a desk; the cards beside it say everything that it says. */
export function SenderMap({ senders }: { senders: readonly VendorCard[] }) {
  const isDesk = useMedia("(min-width: 1024px)");
  return isDesk ? <Shown senders={senders} /> : null;
}

function Shown({ senders }: { senders: readonly VendorCard[] }) {
  const navigate = useNavigate();
  const config = useMapConfig();
  return (
    <div className="sticky top-0 h-105 overflow-hidden rounded-card border">
      {config.data ? (
        <CityMap
          config={config.data}
          label="Where the senders are"
          stops={senders.map(({ id, businessName, address }) => ({
            id,
            kind: "pickup",
            point: pointOf(address),
            label: `${businessName}, ${address.address}`,
            initial: businessName.charAt(0).toUpperCase(),
          }))}
          onSelect={id => id && navigate(`/orders/new?from=${id}`)}
        />
      ) : (
        <Skeleton className="size-full" />
      )}
    </div>
  );
}
