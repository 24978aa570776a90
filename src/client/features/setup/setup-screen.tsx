import { PageHeader } from "../../ui/page-header.tsx";

export function SetupScreen() {
  return <PageHeader title="SetupScreen" />;
}
