// SPDX-License-Identifier: MIT
// contractfiles workflows FOLDER: the workflow files of a table of jobs.
// contractfiles seal: reads {"key": …, "values": […]} (base64) from standard input and prints the sealed values.
#include "core/secrets/sealedbox.h"
#include "tests/contract/workflowtable.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace punchcard;
using namespace Qt::StringLiterals;

namespace {

int fail(const Error &error)
{
    std::fprintf(stderr, "contractfiles: %s %s\n", qPrintable(error.sentence()), qPrintable(error.detail));
    return 1;
}

QByteArray bytes(const QJsonValue &base64)
{
    return QByteArray::fromBase64(base64.toString().toLatin1());
}

int sealAll()
{
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return 1;
    const QJsonObject asked = QJsonDocument::fromJson(in.readAll()).object();
    QJsonArray boxes;
    const QJsonArray values = asked[u"values"].toArray();
    for (const QJsonValue value : values) {
        const Result<QByteArray> box = seal(SecretString(bytes(value)), bytes(asked[u"key"]));
        if (!box)
            return fail(box.error());
        boxes.append(QString::fromLatin1(*box));
    }
    std::printf("%s\n", QJsonDocument(boxes).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "seal"_L1)
        return sealAll();
    if (arguments.value(1) != "workflows"_L1 || arguments.size() != 3)
        return 2;
    const Result<> written = punchcard::testing::writeWorkflows(arguments.at(2));
    return written ? 0 : fail(written.error());
}
