import { Camera } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { ActionBar } from "../parts/action-bar.tsx";
import { shrinkPhoto } from "./shrink-photo.ts";

type PhotoStepProps = { onTaken: (photo: Blob) => Promise<void>; onBeforeCamera: () => void };

/** A photo of the parcel where it was left or given. */
export function PhotoStep({ onTaken, onBeforeCamera }: PhotoStepProps) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"idle" | "working" | "unreadable">("idle");
  const take = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    target.value = "";
    if (!file) return;
    setState("working");
    try {
      await onTaken(await shrinkPhoto(file));
    } catch {
      setState("unreadable");
    }
  };
  const openCamera = () => {
    onBeforeCamera();
    input.current?.click();
  };
  return (
    <>
      <div className="mx-auto flex w-full max-w-120 flex-1 flex-col px-4 pb-6">
        <div className="flex flex-1 flex-col items-center justify-center gap-4 rounded-card border-2 border-hairline-strong border-dashed px-6 py-10 text-center">
          <Camera aria-hidden className="size-10 text-ink-soft" strokeWidth={1.5} />
          <div>
            <h2 className="font-semibold text-xl">A photo of the parcel</h2>
            <p className="mt-1 max-w-72 text-balance text-ink-soft text-lg">
              In the recipient's hands or at the door. No faces, no labels that can be read.
            </p>
          </div>
          {state === "unreadable" ? (
            <p role="alert" className="font-medium text-danger">
              This picture cannot be read. Take it again with the camera.
            </p>
          ) : null}
        </div>
      </div>
      <ActionBar>
        <input
          ref={input}
          type="file"
          accept="image/*"
          capture="environment"
          aria-label="Photo of the parcel"
          tabIndex={-1}
          className="sr-only"
          onChange={take}
        />
        <Button tone="primary" size="thumb" pending={state === "working"} onClick={openCamera}>
          Take a photo
        </Button>
      </ActionBar>
    </>
  );
}
