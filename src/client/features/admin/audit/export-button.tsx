import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { AuditExportInput } from "../../../../shared/admin/admin.schema.ts";
import { saveText } from "../../../app/save-text.ts";
import { useTRPCClient } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { tellProblem } from "../../../ui/toast.ts";

/** What the filter finds, as a file. */
export function ExportButton({ input }: { input: AuditExportInput }) {
  const { admin } = useTRPCClient();
  const download = useMutation({
    mutationFn: () => admin.exportAuditLog.query(input),
    onSuccess: saveText,
    onError: tellProblem,
  });
  return (
    <Button
      icon={<Download aria-hidden className="size-4" strokeWidth={1.75} />}
      pending={download.isPending}
      onClick={() => download.mutate()}
    >
      CSV
    </Button>
  );
}
