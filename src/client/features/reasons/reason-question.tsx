import type { OpenQuestion } from "../../app/reason-prompt.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { questionFor } from "./reason-words.ts";

/** The question that the server has asked, put to whoever sits there. */
export default function ReasonQuestion({ question: { path, answer } }: { question: OpenQuestion }) {
  const { title, yes } = questionFor(path);
  return (
    <ReasonDialog
      title={title}
      description="It belongs to somebody else, who may ask later."
      words={{ yes, no: "Leave it" }}
      onReason={answer}
      onClose={() => answer(null)}
    />
  );
}
