// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace punchcard::testing {

/// Makes a row with the columns secrets, line and masked of each entry of tests/core/base/maskvectors.json.
inline void addMaskVectors()
{
    QTest::addColumn<QByteArrayList>("secrets");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("masked");
    QFile file(qEnvironmentVariable("PUNCHCARD_SOURCE") + QStringLiteral("/tests/core/base/maskvectors.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray vectors = QJsonDocument::fromJson(file.readAll()).array();
    QVERIFY(!vectors.isEmpty());
    for (qsizetype i = 0; i < vectors.size(); ++i) {
        const QJsonObject vector = vectors.at(i).toObject();
        QByteArrayList secrets;
        for (const QJsonValue secret : vector.value(QStringLiteral("secrets")).toArray())
            secrets.append(secret.toString().toUtf8());
        const QByteArray line = vector.value(QStringLiteral("line")).toString().toUtf8();
        QTest::addRow("%d: %s", int(i), line.constData()) << secrets << line << vector.value(QStringLiteral("masked")).toString().toUtf8();
    }
}

} // namespace punchcard::testing
