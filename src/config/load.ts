import type { Config } from "./config.ts";

/** Whether a value is what `defineConfig` gives. */
export function isConfig(value: unknown): value is Config {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "nexus-config" &&
    "definition" in value
  );
}
