/** The text of an API key: the tenant it is for, then 32 random bytes in base64url. The hub keeps its SHA-256 only. */
export const apiKeyText = (tenantId: string, secret: string): string => `hf_${tenantId.replaceAll('-', '')}_${secret}`;

/** How much of a key is shown wherever it is listed: enough to tell it from the others of its tenant. */
export const prefixOf = (key: string): string => key.slice(36, 44);

/** The tenant that a key is for, so that it is looked up inside the tenant's wall; null where the text is no key. */
export function tenantOfKey(key: string): string | null {
  const hex = /^hf_([0-9a-f]{32})_[\w-]{43}$/.exec(key)?.[1];
  return hex ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}
