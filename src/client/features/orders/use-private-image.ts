import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConnection } from "../../app/providers.tsx";

/**
 * A picture that only some may see, fetched with the reader's token. The address that it answers lives as long as the
 * part that shows it.
 */
export function usePrivateImage(url: string) {
  const { medex } = useConnection();
  const blob = useQuery({
    queryKey: ["private-image", url],
    queryFn: async ({ signal }) => {
      const token = await medex.session.freshToken();
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal });
      if (!response.ok) throw new Error(`The picture could not be loaded (${response.status})`);
      return response.blob();
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!blob.data) return;
    const made = URL.createObjectURL(blob.data);
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress(null);
    };
  }, [blob.data]);
  return { address, isFailed: blob.isError, retry: () => void blob.refetch() };
}
