// SPDX-License-Identifier: MIT
#include "app/desktop/request.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace punchcard::desktop {

using namespace Qt::StringLiterals;

namespace {

struct DesktopRequestText
{
    Q_DECLARE_TR_FUNCTIONS(DesktopRequest)
};

} // namespace

Arguments parseArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(DesktopRequestText::tr("Runs scripts on GitHub Actions, on runners of yours, or on this computer."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption local(u"local"_s, DesktopRequestText::tr("Choose this computer to run the scripts."));
    const QCommandLineOption verbose(u"verbose"_s, DesktopRequestText::tr("Print the diagnostics on standard error too."));
    parser.addOptions({local, verbose});
    parser.addPositionalArgument(u"script"_s, DesktopRequestText::tr("Scripts to open."), DesktopRequestText::tr("[script…]"));
    parser.process(arguments);
    Arguments result;
    result.verbose = parser.isSet(verbose);
    result.request.local = parser.isSet(local);
    for (const QString &file : parser.positionalArguments())
        result.request.files.append(QFileInfo(file).absoluteFilePath());
    return result;
}

QByteArray toMessage(const Request &request)
{
    const QJsonObject json{
        {u"files"_s, QJsonArray::fromStringList(request.files)}, {u"local"_s, request.local}, {u"activation"_s, request.activation}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Request fromMessage(const QByteArray &message)
{
    const QJsonObject json = QJsonDocument::fromJson(message).object();
    Request request{.files = {}, .local = json.value(u"local"_s).toBool(), .activation = json.value(u"activation"_s).toString()};
    for (const QJsonValue file : json.value(u"files"_s).toArray())
        request.files.append(file.toString());
    return request;
}

} // namespace punchcard::desktop
