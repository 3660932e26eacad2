// What the owner wrote: attributes of the tag, then the global objects over them (widget-sdk.md §1.1).

const tag = document.currentScript || document.querySelector("script[data-workspace],script[data-opencom-workspace-id]");

/** Where everything else comes from: the origin of this very script. */
export const home = new URL((tag && tag.src) || location).origin;

const written = (text) => (typeof text === "string" && text.trim()) || undefined;
const claim = (text) =>
  text === true || /^(|1|true|yes|on)$/i.test(text) ? true : text === false || /^(0|false|no|off)$/i.test(text) ? false : undefined;

/** Every setting; `more` is what the page passes to `init` or `boot`. */
export function settings(more) {
  const data = tag ? tag.dataset : {};
  const all = {
    workspaceId: data.workspace || data.opencomWorkspaceId,
    trackPageViews: data.opencomTrackPageViews,
    onboardingVerificationToken: data.opencomOnboardingVerificationToken || data.opencomVerificationToken,
    clientIdentifier: data.opencomClientIdentifier,
    consent: data.consent,
    locale: data.locale,
  };
  for (const from of [window.opencomSettings, window.docentSettings, more]) {
    for (const key in from) if (from[key] != null) all[key === "workspace" ? "workspaceId" : key] = from[key];
  }
  return {
    workspace: written(all.workspaceId),
    pages: claim(all.trackPageViews),
    token: written(all.onboardingVerificationToken || all.verificationToken),
    label: written(all.clientIdentifier),
    needsConsent: all.consent === "required",
    locale: written(all.locale),
    user: all.user,
  };
}
