// SPDX-License-Identifier: MIT
#include "widgets/editor/drafts.h"

#include "core/base/files.h"
#include "widgets/editor/textfile.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr auto suffix = ".draft"_L1;

/// One line of JSON that says what the text after it is.
QByteArray toBytes(const Draft &draft)
{
    const QJsonObject head = {{u"path"_s, draft.path},         {u"name"_s, draft.name},         {u"savedAt"_s, draft.savedAt},
                              {u"position"_s, draft.position}, {u"modified"_s, draft.modified}, {u"version"_s, 1}};
    return QJsonDocument(head).toJson(QJsonDocument::Compact) + '\n' + draft.text.toUtf8();
}

std::optional<Draft> fromBytes(const QString &id, const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf('\n');
    const QJsonDocument head = QJsonDocument::fromJson(bytes.first(qMax(qsizetype(0), end)));
    if (end < 0 || !head.isObject() || head["version"_L1].toInt() != 1)
        return std::nullopt;
    return Draft{.id = id,
                 .path = head["path"_L1].toString(),
                 .name = head["name"_L1].toString(),
                 .text = QString::fromUtf8(bytes.sliced(end + 1)),
                 .savedAt = head["savedAt"_L1].toInteger(),
                 .position = head["position"_L1].toInt(),
                 .modified = head["modified"_L1].toBool(true)};
}

} // namespace

Drafts::Drafts(QString folder, QObject *parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
    m_writer.setMaxThreadCount(1);
}

Drafts::~Drafts()
{
    flush();
}

QString Drafts::fileOf(const QString &id) const
{
    return m_folder + u'/' + id + suffix;
}

QList<Draft> Drafts::read() const
{
    QList<Draft> drafts;
    for (const QFileInfo &file : QDir(m_folder).entryInfoList({u'*' + suffix}, QDir::Files, QDir::Time | QDir::Reversed)) {
        const Result<QByteArray> bytes = readFile(file.filePath(), 2 * largestScript);
        if (const std::optional<Draft> draft = bytes ? fromBytes(file.completeBaseName(), *bytes) : std::nullopt)
            drafts << *draft;
    }
    return drafts;
}

void Drafts::keep(const Draft &draft)
{
    m_writer.start([self = QPointer(this), draft, folder = m_folder, file = fileOf(draft.id)] {
        Result<> done = makePrivateFolder(folder);
        if (done)
            done = writePrivateFile(file, toBytes(draft));
        if (!done)
            QMetaObject::invokeMethod(self, [self, error = done.error()] { emit self->failed(error); });
    });
}

void Drafts::drop(const QString &id)
{
    m_writer.start([file = fileOf(id)] { QFile::remove(file); });
}

void Drafts::flush()
{
    m_writer.waitForDone();
}

} // namespace punchcard
