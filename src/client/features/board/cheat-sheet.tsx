import { Dialog } from "../../ui/dialog.tsx";
import { Key } from "../../ui/key.tsx";

const KEYS = [
  ["J", "Next order"],
  ["K", "Previous order"],
  ["A", "Assign the chosen order"],
  ["T", "New order"],
  ["/", "Search"],
  ["Esc", "Close what is open"],
  ["?", "This list"],
] as const;

/** The board's keys. */
export default function CheatSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onOpenChange={isOpen => !isOpen && onClose()} title="Keys of the board">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2.5">
        {KEYS.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <Key>{key}</Key>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
