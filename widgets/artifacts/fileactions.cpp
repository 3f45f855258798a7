// SPDX-License-Identifier: MIT
#include "widgets/artifacts/fileactions.h"

#include "core/artifacts/filekind.h"
#include "core/artifacts/filetree.h"
#include "core/artifacts/placing.h"
#include "widgets/look/prompts.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QStandardPaths>
#include <QWidget>

namespace punchcard {

using namespace Qt::StringLiterals;

FileActions::FileActions(look::Prompts &prompts, QWidget *window)
    : QObject(window)
    , m_prompts(prompts)
    , m_window(window)
    , m_open(&QDesktopServices::openUrl)
{
}

Context FileActions::contextWithProgress()
{
    Context context;
    context.progress = [self = QPointer(this)](const Progress &progress) {
        if (self)
            emit self->progressed(progress);
    };
    return context;
}

void FileActions::open(const QStringList &paths)
{
    for (const QString &path : paths) {
        const QString name = QFileInfo(path).fileName();
        const look::Question question{.text = tr("Open “%1”?").arg(name),
                                      .explanation
                                      = tr("It came from a script and could run something on this computer, with your rights."),
                                      .yes = tr("Open"),
                                      .dangerous = true};
        if (couldRun(path) && !m_prompts.confirm(m_window, question))
            continue;
        if (!m_open(QUrl::fromLocalFile(path))) {
            emit failed(Error{.kind = Error::Kind::Local,
                              .what = tr("No program opened “%1”.").arg(name),
                              .remedy = tr("Open its folder and choose a program there.")});
        }
    }
}

void FileActions::openFolderOf(const QString &path)
{
    const QFileInfo info(path);
    const QString folder = info.isDir() ? path : info.path();
    if (!m_open(QUrl::fromLocalFile(folder))) {
        emit failed(Error{.kind = Error::Kind::Local,
                          .what = tr("No program opened the folder."),
                          .remedy = tr("It is %1.").arg(QDir::toNativeSeparators(folder))});
    }
}

void FileActions::copy(const QList<QUrl> &urls)
{
    if (urls.isEmpty())
        return;
    auto *data = new QMimeData;
    data->setUrls(urls);
    // What Files and its relatives paste.
    QByteArray gnome = "copy";
    for (const QUrl &url : urls)
        gnome += '\n' + url.toEncoded();
    data->setData(u"x-special/gnome-copied-files"_s, gnome);
    QGuiApplication::clipboard()->setMimeData(data);
    emit done(tr("%Ln file(s) copied", nullptr, int(urls.size())));
}

void FileActions::copyPaths(const QStringList &paths)
{
    QStringList native;
    for (const QString &path : paths)
        native.append(QDir::toNativeSeparators(path));
    QGuiApplication::clipboard()->setText(native.join(u'\n'));
    emit done(tr("%Ln path(s) copied", nullptr, int(paths.size())));
}

void FileActions::copySum(const QString &path)
{
    QCoro::connect(sha256Of(path, contextWithProgress()), this, [this, path](const Result<QString> &sum) {
        emit progressed(Progress{});
        if (!sum) {
            emit failed(sum.error());
            return;
        }
        QGuiApplication::clipboard()->setText(*sum);
        emit done(tr("SHA-256 of %1 copied").arg(QFileInfo(path).fileName()));
    });
}

void FileActions::saveAs(const QString &path)
{
    const QFileInfo info(path);
    const QString downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    if (info.isDir()) {
        const QString folder = m_prompts.chooseFolder(m_window, tr("Save “%1” in").arg(info.fileName()), downloads);
        if (!folder.isEmpty())
            place({{.from = path, .to = folder + u'/' + info.fileName()}}, false);
        return;
    }
    const QString chosen = m_prompts.chooseSaveName(m_window, tr("Save as"), downloads + u'/' + info.fileName(), {});
    // The dialog has asked whether a file that is there may be replaced.
    if (!chosen.isEmpty())
        place({{.from = path, .to = QFileInfo(chosen).path(), .name = QFileInfo(chosen).fileName()}}, true);
}

void FileActions::saveAll(const QList<Placement> &placements)
{
    const QString downloads = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    const QString folder = m_prompts.chooseFolder(m_window, tr("Save all results in"), downloads);
    if (folder.isEmpty())
        return;
    QList<Wanted> wanted;
    for (const Placement &placement : placements)
        wanted.append({.from = placement.from, .to = placement.below.isEmpty() ? folder : folder + u'/' + placement.below});
    place(wanted, false);
}

// One after the other; those with other content than what lies there are asked about together, at the end of each.
void FileActions::place(QList<Wanted> wanted, bool overwrite)
{
    if (wanted.isEmpty())
        return;
    const Wanted one = wanted.takeFirst();
    const Context context = contextWithProgress();
    Async<Placed> placing = one.name.isEmpty() ? punchcard::place(one.from, one.to, overwrite, context)
                                               : placeFile(one.from, one.to, one.name, overwrite, context);
    QCoro::connect(std::move(placing), this, [this, one, wanted, overwrite](const Result<Placed> &placed) {
        emit progressed(Progress{});
        if (!placed) {
            emit failed(placed.error());
            return;
        }
        emit done(tr("%Ln file(s) saved", nullptr, int(placed->files.size())));
        if (!placed->refusals.isEmpty()) {
            QStringList lines;
            for (const Refusal &refusal : placed->refusals.first(std::min<qsizetype>(placed->refusals.size(), 10)))
                lines.append(tr("%1: %2").arg(refusal.name, refusal.why));
            const look::Question question{.text
                                          = tr("%Ln file(s) were not saved. Replace what is there?", nullptr, int(placed->refusals.size())),
                                          .explanation = lines.join(u'\n'),
                                          .yes = tr("Replace"),
                                          .dangerous = true};
            if (overwrite)
                m_prompts.tell(m_window, tr("%Ln file(s) were not saved.", nullptr, int(placed->refusals.size())), question.explanation);
            else if (m_prompts.confirm(m_window, question))
                place({one}, true);
        }
        place(wanted, overwrite);
    });
}

} // namespace punchcard
