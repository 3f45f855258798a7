// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

namespace punchcard {

/// Where things lie. With PUNCHCARD_HOME all of it is below that folder; otherwise data in AppDataLocation, settings in
/// AppConfigLocation, caches in CacheLocation.
struct Home
{
    QString data;            ///< punchcard.sqlite, jobs/, hub/, diagnostics
    QString config;          ///< settings
    QString cache;           ///< what can be made again
    QString keychainService; ///< "punchcard", or "punchcard:<hash of the path>" with PUNCHCARD_HOME

    [[nodiscard]] QString database() const { return data + QStringLiteral("/punchcard.sqlite"); }
    [[nodiscard]] QString jobFolder(const QString &uid) const { return data + QStringLiteral("/jobs/") + uid; }
    [[nodiscard]] QString hubFolder() const { return data + QStringLiteral("/hub"); }
    [[nodiscard]] QString draftsFolder() const { return data + QStringLiteral("/drafts"); }

    /// Finds the folders and makes them with mode 0700. Storage: one cannot be made or is not writable.
    [[nodiscard]] static Result<Home> open();
};

} // namespace punchcard
