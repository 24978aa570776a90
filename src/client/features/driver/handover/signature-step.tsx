import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { ActionBar } from "../parts/action-bar.tsx";
import { drawName } from "./draw-name.ts";
import { SignaturePaper } from "./signature-paper.tsx";
import { useSignaturePad } from "./use-signature-pad.ts";

type SignatureStepProps = {
  who: string;
  onSigned: (signature: Blob, signedBy: string) => Promise<void>;
};

/** A signature drawn with a finger, or the name typed by whoever takes the parcel. */
export function SignatureStep({ who, onSigned }: SignatureStepProps) {
  const pad = useSignaturePad();
  const [isTyping, setIsTyping] = useState(false);
  const [name, setName] = useState("");
  const [isSaving, setIsSaving] = useState(false);
  const typed = name.trim();
  const isReady = isTyping ? typed.length >= 2 : pad.hasInk;
  const keep = async () => {
    setIsSaving(true);
    const signature = isTyping ? await drawName(typed, new Date()) : await pad.picture();
    await onSigned(signature, isTyping ? typed : "");
  };
  return (
    <>
      <div className="mx-auto flex w-full max-w-120 flex-1 flex-col gap-4 px-4 pb-6">
        <div>
          <h2 className="font-semibold text-xl">Who takes the parcel?</h2>
          <p className="mt-1 text-ink-soft text-lg">
            Give the phone to {who}, or to whoever takes it for {who}.
          </p>
        </div>
        {isTyping ? (
          <Field label="Full name">
            {control => (
              <TextInput
                {...control}
                value={name}
                onChange={event => setName(event.target.value)}
                maxLength={80}
                autoCapitalize="words"
                autoFocus
                className="h-14 text-xl"
              />
            )}
          </Field>
        ) : (
          <SignaturePaper canvasRef={pad.canvasRef} isEmpty={!pad.hasInk} />
        )}
        <div className="flex justify-between gap-3">
          <Button tone="bare" className="h-12 px-2 text-lg" onClick={() => setIsTyping(!isTyping)}>
            {isTyping ? "Sign with a finger" : "Type the name instead"}
          </Button>
          {!isTyping && pad.hasInk ? (
            <Button tone="bare" className="h-12 px-3 text-lg" onClick={pad.clear}>
              Clear
            </Button>
          ) : null}
        </div>
      </div>
      <ActionBar>
        <Button tone="primary" size="thumb" disabled={!isReady} pending={isSaving} onClick={keep}>
          {isTyping ? "Use this name" : "Use this signature"}
        </Button>
      </ActionBar>
    </>
  );
}
