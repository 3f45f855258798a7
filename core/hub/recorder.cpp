// SPDX-License-Identifier: MIT
#include "core/hub/recorder.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

namespace {

// Larger bodies are inputs and artifacts, of which one looks like the other.
constexpr qsizetype largestBody = 1 << 20;

void addBody(QJsonObject &json, const QByteArray &body)
{
    json.insert(u"bytes"_s, body.size());
    if (!body.isEmpty() && body.size() <= largestBody)
        json.insert(u"body"_s, QString::fromUtf8(body));
}

} // namespace

Recorder::Recorder(const QString &folder)
    : m_file(QDir(folder).filePath(u"%1-%2.jsonl"_s.arg(QDateTime::currentMSecsSinceEpoch()).arg(QCoreApplication::applicationPid())))
{
    QDir().mkpath(folder);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        qFatal("%s: %s", qPrintable(m_file.fileName()), qPrintable(m_file.errorString()));
}

void Recorder::note(const Request &request, const Answer &answer, bool isMade)
{
    QJsonObject headers;
    for (qsizetype i = 0; i < request.headers.size(); ++i) {
        const QString name = QString(request.headers.nameAt(i)).toLower();
        const bool isSecret = name == "authorization"_L1;
        headers.insert(name, isSecret ? u"(kept)"_s : QString::fromLatin1(request.headers.valueAt(i)));
    }
    QJsonObject asked{{u"method"_s, QString::fromLatin1(request.method)},
                      {u"path"_s, request.path},
                      {u"query"_s, request.query.toString(QUrl::FullyEncoded)},
                      {u"headers"_s, headers}};
    addBody(asked, request.body);
    QJsonObject answered{{u"status"_s, answer.status},
                         {u"type"_s, QString::fromLatin1(answer.contentType)},
                         {u"location"_s, QString::fromLatin1(answer.headers.value(QHttpHeaders::WellKnownHeader::Location))},
                         {u"made"_s, isMade}};
    addBody(answered, answer.body);
    const QJsonObject line{{u"request"_s, asked}, {u"answer"_s, answered}};
    m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    m_file.flush();
}

} // namespace punchcard::hub
