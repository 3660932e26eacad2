// What the owner wrote: attributes of the tag, then the global objects over them (widget-sdk.md §1.1).

const tag = document.currentScript || document.querySelector("script[data-workspace],script[data-opencom-workspace-id]");

/** Where everything else comes from: the origin of this very script. */
export const home = new URL((tag && tag.src) || location).origin;

/** Every setting; `more` is what the page passes to `init` or `boot`. */
export function settings(more) {
  const data = tag ? tag.dataset : {};
  const all = {
    workspaceId: data.workspace || data.opencomWorkspaceId,
    clientIdentifier: data.opencomClientIdentifier,
    consent: data.consent,
    locale: data.locale,
  };
  for (const from of [window.opencomSettings, window.docentSettings, more])
    for (const key in from) if (from[key] != null) all[key === "workspace" ? "workspaceId" : key] = from[key];
  for (const key in all) if (typeof all[key] === "string") all[key] = all[key].trim();
  return all;
}
