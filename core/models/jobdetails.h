// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/job.h"

#include <QList>
#include <QUrl>

namespace punchcard {

/// One thing that is known of a job.
struct Detail
{
    QString label;
    QString value;
    QUrl link = {}; ///< where it leads; empty: nowhere
};

struct DetailSection
{
    QString title;
    QList<Detail> details;
};

/// All that is known of @p job, in words, in the order in which one asks. Sections without anything to say are left out;
/// never a secret's value, which a job does not have. @p account is the account's name, @p folder the job's own. Pure.
[[nodiscard]] QList<DetailSection> detailsOf(const Job &job, const QString &account, const QString &folder);

/// The same as lines of plain text, for the clipboard.
[[nodiscard]] QString plainText(const QList<DetailSection> &sections);

} // namespace punchcard
