// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/ignorerules.h"
#include "core/base/result.h"
#include "core/hub/jobview.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace punchcard::hub {

/// One file of the repository at the commit.
struct RepositoryFile
{
    QString path; ///< Relative, with '/'.
    uint mode = 0100644; ///< Git's: 0100644, 0100755, 0120000 (the content is the target).
    std::function<Result<QByteArray>()> content = {}; ///< Called on a pool thread: must not touch the hub's state.
};

using RepositoryFiles = std::function<Result<QList<RepositoryFile>>(const QString &ref)>;

/// What a step asks of actions/checkout.
struct CheckoutOrder
{
    QString ref = {};
    QString path = {}; ///< Below the workspace.
    std::optional<IgnoreRules> only = {}; ///< `sparse-checkout`: what they fit is put there, and nothing else.

    /// From the step's `with`, evaluated. Refused: what only a real git repository could give, by name.
    [[nodiscard]] static Result<CheckoutOrder> from(const QMap<QString, QString> &with, const QString &repository);
    [[nodiscard]] static QStringList inputs();
};

/// Puts the files into the workspace, with their modes; says what it did, for the log. Blocks.
[[nodiscard]] Result<QStringList> checkOut(const CheckoutOrder &order, const RepositoryFiles &files, const JobView &view,
                                           const QString &workspace, const CancelPtr &cancel);

} // namespace punchcard::hub
