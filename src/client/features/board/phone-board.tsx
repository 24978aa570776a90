import type { ReactNode } from "react";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import type { BoardUrl } from "./use-board-url.ts";

type PhoneBoardProps = {
  url: BoardUrl;
  list: ReactNode;
  map: ReactNode;
  panel: ReactNode;
  newOrder: ReactNode;
  onClose: () => void;
};

/** The board on a phone: the list first, the map one tap away, the detail over the whole screen. */
export function PhoneBoard({ url, list, map, panel, newOrder, onClose }: PhoneBoardProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center justify-between gap-3 px-4">
        <h1 className="font-semibold text-lg">Board</h1>
        {newOrder}
      </header>
      <Tabs
        label="View"
        className="flex-1"
        value={url.view}
        onChange={view => url.change({ view: view === "map" ? "map" : null })}
        tabs={[
          { name: "list", label: "List", content: <div className="flex h-full flex-col">{list}</div> },
          {
            name: "map",
            label: "Map",
            content: (
              <div className="flex h-full flex-col">
                <div className="relative min-h-0 flex-1">{map}</div>
                <footer className="flex h-10 shrink-0 items-center border-t px-4">
                  <LiveStatus />
                </footer>
              </div>
            ),
          },
        ]}
      />
      <Sheet open={url.selectedId !== null} onOpenChange={isOpen => !isOpen && onClose()} title="Order">
        {panel}
      </Sheet>
    </div>
  );
}
