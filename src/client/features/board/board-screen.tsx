import { PageHeader } from "../../ui/page-header.tsx";

export function BoardScreen() {
  return <PageHeader title="BoardScreen" />;
}
