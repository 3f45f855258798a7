// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/github/types.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace punchcard {

/// Which machine a job asks for: all labels must match, and the group when there is one.
struct RunnerChoice
{
    QStringList labels = {};
    QString group = {};

    bool operator==(const RunnerChoice &) const = default;
};

/// What a user typed: labels between commas or blanks, and `group:NAME`. Doubled ones are taken once.
[[nodiscard]] RunnerChoice runnerChoiceFromText(const QString &text);
[[nodiscard]] QString textOf(const RunnerChoice &choice);

/// A label that may be offered.
struct RunnerSuggestion
{
    QString label = {};
    QString about = {}; ///< "x64, 4 cores, 16 GB", or where it is known from
    bool isHosted = false;
};

/// What can be offered for @p account: what it was used with before (@p used, newest first) when GitHub has no machine of
/// that name, the labels of what its organisation offers (@p offered), then GitHub's own where the account's server has
/// them, those for bash first.
[[nodiscard]] QList<RunnerSuggestion> runnerSuggestions(const Account &account, bool isPrivate, const QStringList &used,
                                                        const QList<github::OfferedRunner> &offered = {});

} // namespace punchcard
