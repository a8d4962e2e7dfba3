// The one Trusted Types policy of the page: it vouches for the scripts of this app's own workers and for nothing else. // C20

declare global {
  /** As browsers with Trusted Types have it (W3C Trusted Types, section 2). */
  interface Window {
    readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptAddresses };
  }
}

interface ScriptAddresses {
  /** A TrustedScriptURL, which stands wherever the address of a script is wanted. */
  createScriptURL(address: string): string;
}

const own = /^\/(?:assets\/[\w.-]+|service-worker\.js|src\/[\w.?&-]+)$/;

const rules: ScriptAddresses = {
  createScriptURL(address) {
    const { origin, pathname, search } = new URL(address, location.href);
    if (origin !== location.origin || !own.test(pathname + search)) throw new TypeError("This is no script of Holdfast's.");
    return address;
  },
};

const policy = window.trustedTypes?.createPolicy("holdfast", rules) ?? rules;

/** The address of one of our own scripts, for a worker. Throws for any other. */
export const ownAddress = (address: string): string => policy.createScriptURL(address);
