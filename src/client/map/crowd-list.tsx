import { X } from "lucide-react";
import { useEffect, useRef } from "react";

export type CrowdListProps = {
  /** "3 drivers close together". */
  title: string;
  members: readonly { id: string; label: string }[];
  onSelect: (id: string) => void;
  onClose: () => void;
};

/** Names what lies on each other on the map, so that one of them can be chosen. Closing gives back the focus that it has. */
export function CrowdList({ title, members, onSelect, onClose }: CrowdListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    list.current?.querySelector<HTMLElement>("li button")?.focus();
    return () => {
      const isElsewhere = document.activeElement !== document.body;
      if (!isElsewhere && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div
      ref={list}
      role="dialog"
      aria-label={title}
      className="map-crowd-list"
      onKeyDown={event => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <h3>{title}</h3>
      <button type="button" className="map-crowd-close" aria-label="Close" onClick={onClose}>
        <X size={18} strokeWidth={1.75} />
      </button>
      <ul>
        {members.map(({ id, label }) => (
          <li key={id}>
            <button type="button" onClick={() => onSelect(id)}>
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
