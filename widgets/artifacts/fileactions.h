// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/context.h"
#include "core/base/result.h"

#include <QObject>
#include <QUrl>

#include <functional>

class QWidget;

namespace punchcard {

namespace look {
class Prompts;
}

/// What can be done with files that came back: open them (after a question when they could run), save them elsewhere, copy
/// them, their paths or their sums.
class FileActions : public QObject
{
    Q_OBJECT

public:
    using Opener = std::function<bool(const QUrl &)>;

    FileActions(look::Prompts &prompts, QWidget *window);

    /// Who opens a file: the desktop, unless a test says otherwise.
    void setOpener(Opener opener) { m_open = std::move(opener); }

    void open(const QStringList &paths);
    void openFolderOf(const QString &path);
    /// Files and folders as a file manager copies them.
    void copy(const QList<QUrl> &urls);
    void copyPaths(const QStringList &paths);
    void copySum(const QString &path);
    /// Asks where to, then copies without touching what lies there unless the user says so.
    void saveAs(const QString &path);
    struct Placement
    {
        QString from; ///< a folder
        QString below; ///< where in the chosen folder: relative, may be empty
    };
    void saveAll(const QList<Placement> &placements);

signals:
    /// Something was done; for the status line.
    void done(const QString &text);
    void failed(const punchcard::Error &error);
    /// Bytes copied or summed; total < 0 at its end.
    void progressed(const punchcard::Progress &progress);

private:
    struct Wanted
    {
        QString from;
        QString to;   ///< a folder
        QString name = {}; ///< of a single file; empty: @p from is a folder
    };
    void place(QList<Wanted> wanted, bool overwrite);
    [[nodiscard]] Context contextWithProgress();

    look::Prompts &m_prompts;
    QWidget *m_window;
    Opener m_open;
};

} // namespace punchcard
