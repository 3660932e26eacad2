/** A version 4 UUID. `crypto.randomUUID` exists on https only, the random bytes everywhere. */
export const random_uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** The same without hyphens. */
export const random_id = () => random_uuid().replaceAll("-", "");
