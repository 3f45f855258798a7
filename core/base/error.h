// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace punchcard {

/// Whether and when trying again can help.
struct Retry
{
    Time at; ///< Not before this.
};

/// What went wrong, told once: for code (kind), for the user (what, remedy, page) and for the log (detail).
struct Error
{
    enum class Kind { Cancelled, Unreachable, Denied, Missing, Conflict, Refused, Throttled, Malformed, Corrupt, Local, Storage };

    Kind kind = Kind::Local;         ///< What code branches on.
    QString what = {};               ///< What happened, naming the thing it happened to; translated, one sentence.
    QString remedy = {};             ///< What the user can do now; empty only when they cancelled.
    QUrl page = {};                  ///< Where to mend it.
    std::optional<Retry> retry = {}; ///< nullopt: trying again is useless; otherwise not before retry->at.
    int status = 0;                  ///< HTTP status, 0 without one.
    QString said = {};               ///< The server's own message, verbatim.
    QString detail = {};             ///< For the log: method, URL without query, SQL. Never a token or a secret.

    /// The one sentence and what to do, as a terminal shows them.
    [[nodiscard]] QString sentence() const;
};

/// "cancelled", "unreachable" …: the stable word of `--json`.
[[nodiscard]] QString kindName(Error::Kind kind);

/// The error of whoever waits when the user no longer wants the answer.
[[nodiscard]] Error cancelledError();

/// The error of what is not even tried: nothing has been done, and @p remedy says how it can be.
[[nodiscard]] Error refusedError(const QString &what, const QString &remedy, const QString &detail = {});

} // namespace punchcard
