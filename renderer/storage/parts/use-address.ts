import { useEffect, useState } from 'react';

/** An address of bytes in this window, for as long as what shows them is there. */
export function useAddress(blob: Blob): string {
  const [address] = useState(() => URL.createObjectURL(blob));
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return address;
}
