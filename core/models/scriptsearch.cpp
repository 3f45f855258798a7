// SPDX-License-Identifier: MIT
#include "core/models/scriptsearch.h"

#include "core/base/onpool.h"

#include <QFile>

namespace punchcard {

namespace {

constexpr qint64 searched = 1 << 20;

Result<QSet<JobId>> search(const QList<StoredScript> &scripts, const QString &text, const CancelPtr &cancel)
{
    QSet<JobId> found;
    for (const StoredScript &script : scripts) {
        if (cancel->isRequested())
            return cancelledError();
        QFile file(script.path);
        // Without a script there is nothing to find: a job may have been forgotten meanwhile.
        if (file.open(QIODevice::ReadOnly) && QString::fromUtf8(file.read(searched)).contains(text, Qt::CaseInsensitive))
            found.insert(script.job);
    }
    return found;
}

} // namespace

Async<QSet<JobId>> jobsWithText(QList<StoredScript> scripts, QString text, Context context)
{
    const auto work = [scripts, text, cancel = context.cancel] { return search(scripts, text, cancel); };
    co_return co_await onPool(context, work);
}

} // namespace punchcard
