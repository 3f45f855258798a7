// SPDX-License-Identifier: MIT
#include "core/script/directives.h"
#include "core/script/example.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstExample : public QObject
{
    Q_OBJECT

private slots:
    void everyExampleSaysWhatItIs();
    void whatAnExampleAsksForIsKnown();
    void theHeaderEndsWithTheFirstCommand();
    void templatesOfTheUsersOwn();
};

// Breaks for the user: an example is missing from the gallery, or does not say what it needs.
void TstExample::everyExampleSaysWhatItIs()
{
    const QDir folder(qEnvironmentVariable("PUNCHCARD_SOURCE") + u"/examples"_s);
    const QStringList files = folder.entryList({u"*.sh"_s}, QDir::Files, QDir::Name);
    const QList<Example> examples = builtInExamples();
    QVERIFY(!files.isEmpty());
    QStringList names;
    for (const Example &example : examples) {
        names.append(example.file);
        for (const QString &field : {example.title, example.needs, example.returns, example.takes, example.runsOn})
            QVERIFY2(!field.isEmpty(), qPrintable(example.file));
        QVERIFY2(exampleGroups().contains(example.group), qPrintable(example.group));
        const Result<> directives = checkDirectives(directivesOf(example.text));
        QVERIFY2(directives, qPrintable(directives ? QString() : directives.error().sentence()));
        QVERIFY(example.text.startsWith("#!"));
        QVERIFY(!example.isOwn);
    }
    const auto isOfAnEarlierGroup
        = [](const Example &a, const Example &b) { return exampleGroups().indexOf(a.group) < exampleGroups().indexOf(b.group); };
    QVERIFY(std::ranges::is_sorted(examples, isOfAnEarlierGroup));
    names.sort();
    QCOMPARE(names, files);
}

// Breaks for the user: nobody asks for the password that the script needs, or an option stays off without which it fails.
void TstExample::whatAnExampleAsksForIsKnown()
{
    const QList<Example> examples = builtInExamples();
    const auto named = [&examples](const QString &file) { return *std::ranges::find(examples, file, &Example::file); };
    QCOMPARE(named(u"openfaas.sh"_s).secrets, QStringList({u"OPENFAAS_URL"_s, u"OPENFAAS_PASSWORD"_s}));
    QVERIFY(named(u"oidc.sh"_s).oidc && !named(u"openfaas.sh"_s).oidc);
    QVERIFY(named(u"race.sh"_s).worksHere && !named(u"video.sh"_s).worksHere);
    QVERIFY(named(u"whisper.sh"_s).array.contains(u"recording"_s));
    // An input that is not there yet takes nothing else away.
    const Example own = exampleFrom(u"own.sh"_s, "# punchcard: oidc secret=KEY input=missing.txt\n");
    QVERIFY(own.oidc);
    QCOMPARE(own.secrets, QStringList(u"KEY"_s));
}

void TstExample::theHeaderEndsWithTheFirstCommand()
{
    const Example example = exampleFrom(u"a.sh"_s, "#!/bin/sh\n#  title :  A  \n# a remark\n# needs: x: y\necho\n# takes: long\n");
    QCOMPARE(example.title, u"A"_s);
    QCOMPARE(example.needs, u"x: y"_s);
    QVERIFY(example.takes.isEmpty());
    QCOMPARE(exampleFrom(u"b.sh"_s, "echo").title, u"b.sh"_s);
}

void TstExample::templatesOfTheUsersOwn()
{
    const QTemporaryDir folder;
    QFile script(folder.filePath(u"mine.sh"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("# title: Mine\n");
    script.close();
    QFile binary(folder.filePath(u"binary"_s));
    QVERIFY(binary.open(QIODevice::WriteOnly));
    binary.write(QByteArray("a\0b", 3));
    binary.close();
    const Result<QList<Example>> own = templatesIn(folder.path());
    QVERIFY(own);
    QCOMPARE(own->size(), 1);
    QCOMPARE(own->first().title, u"Mine"_s);
    QVERIFY(own->first().isOwn);
    QCOMPARE(templatesIn(folder.filePath(u"gone"_s)).error().kind, Error::Kind::Missing);
}

PUNCHCARD_TEST(TstExample, tst_example)
#include "tst_example.moc"
