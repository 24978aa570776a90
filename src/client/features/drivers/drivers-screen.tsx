import { PageHeader } from "../../ui/page-header.tsx";

export function DriversScreen() {
  return <PageHeader title="DriversScreen" />;
}
