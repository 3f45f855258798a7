// SPDX-License-Identifier: MIT
#include "core/jobs/inputs.h"

#include "core/jobs/inputtree.h"

#include "tests/support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstInputs : public QObject
{
    Q_OBJECT

private slots:
    void twoOfOneNameAreRefused();
    void namesThatCannotStandBesideTheScript_data();
    void namesThatCannotStandBesideTheScript();
    void whatIsTooLargeIsRefused();
};

void TstInputs::twoOfOneNameAreRefused()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"a/data"_s));
    QVERIFY(QDir(folder.path()).mkpath(u"b/data"_s));
    const auto first = withInput({}, folder.filePath(u"a/data"_s));
    QVERIFY(first);
    QCOMPARE(first->first().name, u"data"_s);
    const auto again = withInput(*first, folder.filePath(u"a/data"_s));
    QVERIFY(again);
    QCOMPARE(again->size(), 1);
    QCOMPARE(withInput(*first, folder.filePath(u"b/data"_s)).error().kind, Error::Kind::Refused);
    QCOMPARE(withInput({}, folder.filePath(u"gone"_s)).error().kind, Error::Kind::Missing);
}

void TstInputs::namesThatCannotStandBesideTheScript_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"job.sh", ".github", ".git", "../up", "/abs", "a\\b", "."})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TstInputs::namesThatCannotStandBesideTheScript()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const Result<InputMeasure> measure = measureInput({.path = folder.path(), .name = name});
    QVERIFY(!measure);
    QCOMPARE(measure.error().kind, Error::Kind::Refused);
}

// Breaks for the user: the job fails on the server after minutes, for what could be seen at once.
void TstInputs::whatIsTooLargeIsRefused()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"big"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(largestInput));
    const InputSource input{.path = folder.path(), .name = u"data"_s};
    QCOMPARE(measureInput(input)->bytes, largestInput);
    QVERIFY(file.resize(largestInput + 1));
    QVERIFY(!measureInput(input));
}

PUNCHCARD_TEST(TstInputs, tst_inputs)
#include "tst_inputs.moc"
