// SPDX-License-Identifier: MIT
#include "widgets/run/resultsline.h"

#include "widgets/look/findline.h"
#include "widgets/look/icons.h"
#include "widgets/look/prompts.h"

#include <QAction>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// The folder in what is dragged, or the folder of the file in it. Empty: neither.
QString folderIn(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QFileInfo info(urls.first().toLocalFile());
    return info.isDir() ? info.absoluteFilePath() : QString();
}

} // namespace

ResultsLine::ResultsLine(look::Prompts &prompts, QWidget *parent)
    : QLineEdit(parent)
    , m_prompts(prompts)
{
    setObjectName(u"resultsLine"_s);
    setPlaceholderText(tr("Results folder"));
    setAccessibleName(tr("Folder that results go to"));
    setToolTip(tr("Where results are put as well; a folder can be dropped here. Empty: only the job's own folder. Nothing that is there is "
                  "overwritten."));
    look::addClearButton(this);
    QAction *open = addAction(look::icon(u"folder"_s), LeadingPosition);
    open->setObjectName(u"chooseResults"_s);
    open->setText(tr("Choose a folder"));
    connect(open, &QAction::triggered, this, &ResultsLine::choose);
    connect(this, &QLineEdit::textChanged, this, [this] { emit folderChanged(folder()); });
}

QString ResultsLine::folder() const
{
    QString path = text().trimmed();
    if (path.isEmpty())
        return {};
    if (path == "~"_L1 || path.startsWith("~/"_L1))
        path.replace(0, 1, QDir::homePath());
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

void ResultsLine::setFolder(const QString &folder)
{
    const QString home = QDir::homePath();
    const bool isBelow = folder == home || folder.startsWith(home + u'/');
    setText(QDir::toNativeSeparators(isBelow ? u'~' + folder.mid(home.size()) : folder));
    setCursorPosition(0);
}

void ResultsLine::choose()
{
    const QString chosen = m_prompts.chooseFolder(window(), tr("Where results go"), folder());
    if (!chosen.isEmpty())
        setFolder(chosen);
}

void ResultsLine::dragEnterEvent(QDragEnterEvent *event)
{
    if (!folderIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
    else
        QLineEdit::dragEnterEvent(event);
}

void ResultsLine::dragMoveEvent(QDragMoveEvent *event)
{
    if (!folderIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
    else
        QLineEdit::dragMoveEvent(event);
}

void ResultsLine::dropEvent(QDropEvent *event)
{
    const QString folder = folderIn(event->mimeData());
    if (folder.isEmpty()) {
        QLineEdit::dropEvent(event);
        return;
    }
    setFolder(folder);
    event->acceptProposedAction();
}

} // namespace punchcard
