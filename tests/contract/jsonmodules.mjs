// SPDX-License-Identifier: MIT
// A loader hook: GitHub's parser imports JSON files the way that bundlers take, without saying so as Node demands.
export function load(url, context, nextLoad) {
    const importAttributes = url.endsWith(".json") ? { type: "json" } : context.importAttributes;
    return nextLoad(url, { ...context, importAttributes });
}
