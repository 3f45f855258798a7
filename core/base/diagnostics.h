// SPDX-License-Identifier: MIT
#pragma once

#include <QLoggingCategory>
#include <QString>

namespace punchcard::diagnostics {

/// Starts the ring of 4 × 1 MB in @p folder (files diagnostics.0.log …, 0600) and takes over Qt's message handler;
/// from then on qCDebug and friends of the punchcard.* categories end there, with @p verbose also on stderr.
/// Every line goes through withoutSecrets(), and authorisation headers and query strings of URLs are dropped.
void start(const QString &folder, bool verbose);
/// What the handler does with a text before it is written; for whoever shows text that came from outside.
[[nodiscard]] QString scrubbed(const QString &text);
/// Flushes and closes; later lines go to stderr.
void stop();

} // namespace punchcard::diagnostics
