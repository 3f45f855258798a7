// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"

#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace punchcard::store {

/// What somebody may wish of a job that another process drives.
enum class Wish { Cancel, Forget, Fetch, Rerun, RerunFailed, GiveUp };

/// An account's row: its settings are core/accounts' matter.
struct StoredAccount
{
    QString id;
    QString name;
    QJsonObject settings;
};

/// What an account has left of its requests.
struct StoredQuota
{
    int limit = 0;
    int remaining = 0;
    Time reset = {};
    std::optional<Time> lastMutation = {};
};

/// Something of ours that stays on the server although it should not.
struct LeftOver
{
    qint64 id = 0;
    QString uid = {};
    QString account = {};
    QString owner = {};
    QString repository = {};
    qint64 repositoryId = 0;
    QString branch = {}; ///< empty: the repository itself
    QUrl page = {};
    QString reason = {};
    Time noticedAt = {};
};

} // namespace punchcard::store
