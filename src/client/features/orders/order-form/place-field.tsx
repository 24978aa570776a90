import { MapPin } from "lucide-react";
import { type Ref, useState } from "react";
import type { Point } from "../../../../shared/geo.ts";
import type { GeocodeCandidate } from "../../../../shared/maps/maps.schema.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Field } from "../../../ui/field.tsx";
import { PinMap } from "./pin-map.tsx";
import { useAddressSuggestions } from "./use-address-suggestions.ts";

type PlaceFieldProps = {
  label: string;
  place: PlaceInput;
  onChange: (place: PlaceInput) => void;
  /** The address is typed to the end or chosen. */
  onSettled?: () => void;
  error?: string | undefined;
  /** What the service took the address for, while it has no pin of its own. */
  found?: Point | null;
  /** Offered when the address was not understood. */
  alternatives?: readonly string[];
  /** Suggestions near here come first. */
  near?: Point;
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
};

/** An address with suggestions, and a pin to say where the door really is. */
export function PlaceField(props: PlaceFieldProps) {
  const {
    label,
    place,
    onChange,
    onSettled,
    error,
    found,
    alternatives = [],
    near,
    autoFocus,
    inputRef,
  } = props;
  const suggest = useAddressSuggestions(near);
  const [chosenKind, setChosenKind] = useState<GeocodeCandidate["kind"] | null>(null);
  const [isPinning, setPinning] = useState(false);
  const [fitRequest, setFitRequest] = useState(0);
  const pinned = pinOf(place);
  const point = pinned ?? found ?? null;

  const choose = ({ address, latitude, longitude, kind }: GeocodeCandidate) => {
    setChosenKind(kind);
    setFitRequest(count => count + 1);
    onChange({ address, latitude, longitude });
    onSettled?.();
  };
  const type = (address: string) => {
    setChosenKind(null);
    onChange({ address });
  };

  return (
    <div className="flex flex-col gap-2">
      <Field label={label} error={error} hint={point ? null : HINT}>
        {control => (
          <Combobox
            {...control}
            text={place.address}
            onText={type}
            onChoose={choose}
            onBlur={onSettled}
            suggest={suggest}
            placeholder="Street and number"
            icon={<MapPin aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />}
            nothing="No such address here. Check the spelling, or set the pin on the map."
            autoFocus={autoFocus}
            inputRef={inputRef}
          />
        )}
      </Field>
      {alternatives.length > 0 ? <Alternatives addresses={alternatives} onChoose={type} /> : null}
      {point || isPinning ? (
        <PinMap
          point={point}
          address={place.address}
          onMove={moved => onChange({ address: place.address, ...moved })}
          onAddress={(address, at) => onChange({ address, ...at })}
          onSettled={onSettled}
          fitRequest={fitRequest}
          hint={chosenKind === "street" && pinned ? STREET_HINT : undefined}
        />
      ) : (
        <Button size="small" tone="bare" className="-ml-2.5 self-start" onClick={() => setPinning(true)}>
          Set the pin on the map instead
        </Button>
      )}
    </div>
  );
}

const HINT = "Choose from the list as you type. An entrance, floor or door code goes into the notes.";
const STREET_HINT = "This is the middle of the street. Add the house number, or move the pin to the door.";

function Alternatives({
  addresses,
  onChoose,
}: {
  addresses: readonly string[];
  onChoose: (a: string) => void;
}) {
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-ink-soft text-sm">
      Did you mean
      {addresses.map(address => (
        <Button key={address} size="small" onClick={() => onChoose(address)}>
          {address}
        </Button>
      ))}
    </p>
  );
}

const pinOf = ({ latitude, longitude }: PlaceInput): Point | null =>
  latitude === undefined || longitude === undefined ? null : { latitude, longitude };
