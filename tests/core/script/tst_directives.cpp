// SPDX-License-Identifier: MIT
#include "core/accounts/account.h"
#include "core/script/directives.h"

#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstDirectives : public QObject
{
    Q_OBJECT

private slots:
    void whatAScriptAsksFor();
    void onlyItsHeadIsRead();
    void otherLanguagesComments_data();
    void otherLanguagesComments();
    void faults_data();
    void faults();
    void whatWasChosenCounts();
    void whatIsOverruledIsSaid_data();
    void whatIsOverruledIsSaid();
    void whatChangesIsFollowed();
    void aGroupAloneNamesTheRunner();
    void inputsLieBesideTheScript();
    void aTableLiesBesideTheScript();
    void noOtherFilesGoAlong_data();
    void noOtherFilesGoAlong();
    void secretsWithoutASource();
    void whatAWordCanBecome();
};

namespace {

QByteArray asking(const QByteArray &what)
{
    return "#!/bin/bash\n# punchcard: " + what + "\necho hello\n";
}

JobSpec applied(const QByteArray &what, const JobSpec &before = {}, const QList<DirectiveKey> &given = {})
{
    JobSpec spec = before;
    const Result<> done = applyDirectives(spec, directivesOf(asking(what)), given, u"/nowhere"_s);
    return done ? spec : JobSpec{.name = done.error().sentence()};
}

} // namespace

void TstDirectives::whatAScriptAsksFor()
{
    const JobSpec spec = applied(
        "runs-on=self-hosted,linux runs-on=gpu timeout=90s upload=out/ upload='a b' array=8 max-parallel=2 fail-fast oidc packages=yes "
        "private=false delete=no standing=batch name=\"big job\"");
    QCOMPARE(spec.name, u"big job"_s);
    QCOMPARE(spec.runsOn, QStringList({u"self-hosted"_s, u"linux"_s, u"gpu"_s}));
    QCOMPARE(spec.timeoutMinutes, std::optional(2));
    QCOMPARE(spec.uploads, QStringList({u"out/"_s, u"a b"_s}));
    QCOMPARE(spec.array, 8);
    QCOMPARE(spec.maxParallel, std::optional(2));
    QVERIFY(spec.failFast);
    QVERIFY(spec.oidc && spec.packages && !spec.isPrivate && !spec.deleteHouse);
    QCOMPARE(spec.housing, Housing::Standing);
    QCOMPARE(spec.standingRepository, u"batch"_s);
    QCOMPARE(applied("standing").standingRepository, QString());
    QCOMPARE(applied("standing=no", {.housing = Housing::Standing}).housing, Housing::Repository);

    const Directives found = directivesOf(asking("  timeout=1h   array=2"));
    QCOMPARE(found.list.size(), 2);
    QCOMPARE(found.list.last(), (Directive{.key = DirectiveKey::Array, .value = u"2"_s, .line = 2, .column = 28, .length = 7}));
}

// Breaks for the user: a script that writes another one asks for what the other asks for.
void TstDirectives::onlyItsHeadIsRead()
{
    QCOMPARE(directivesOf("#!/bin/bash\n\n# about\n#punchcard: array=2\n \t# punchcard: oidc\necho\n# punchcard: array=3\n").list.size(),
             2);
    QCOMPARE(directivesOf("echo # punchcard: array=3\n# punchcard: array=3\n").list.size(), 0);
    QCOMPARE(directivesOf("# see punchcard: array=3\n# mypunchcard: array=3\n").list.size(), 0);
    QCOMPARE(directivesOf("").list.size(), 0);
    QCOMPARE(directivesOf("# punchcard:").list.size(), 0);
    // Without a line end, and of Windows.
    QCOMPARE(directivesOf("# punchcard: array=3").list.size(), 1);
    QCOMPARE(directivesOf("# punchcard: array=3\r\necho\r\n").list.value(0).value, u"3"_s);
}

void TstDirectives::otherLanguagesComments_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("JavaScript") << QByteArray("#!/usr/bin/env node\n// punchcard: array=3\nlet a;\n");
    QTest::newRow("Lua") << QByteArray("-- punchcard: array=3\nprint(1)\n");
    QTest::newRow("Lisp") << QByteArray(";; punchcard: array=3\n(print 1)\n");
    QTest::newRow("two signs") << QByteArray("## punchcard: array=3\n");
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf# punchcard: array=3\n");
}

void TstDirectives::otherLanguagesComments()
{
    QFETCH(const QByteArray, script);
    QCOMPARE(directivesOf(script).list.size(), 1);
}

void TstDirectives::faults_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown") << QByteArray("run-on=x") << u"run-on"_s;
    QTest::newRow("no value") << QByteArray("runs-on=") << u"runs-on"_s;
    QTest::newRow("value forgotten") << QByteArray("timeout") << u"timeout"_s;
    QTest::newRow("no duration") << QByteArray("timeout=soon") << u"soon"_s;
    QTest::newRow("too short") << QByteArray("timeout=30s") << u"30s"_s;
    QTest::newRow("no number") << QByteArray("array=many") << u"many"_s;
    QTest::newRow("nothing to do") << QByteArray("array=0") << u"0"_s;
    QTest::newRow("none at once") << QByteArray("max-parallel=0") << u"0"_s;
    QTest::newRow("no table") << QByteArray("params=") << u"params"_s;
    QTest::newRow("two kinds of arrays") << QByteArray("array=3 params=x.csv") << u"array"_s;
    QTest::newRow("no truth") << QByteArray("private=perhaps") << u"perhaps"_s;
    QTest::newRow("no secret's name") << QByteArray("secret=GITHUB_TOKEN") << u"GITHUB_TOKEN"_s;
    QTest::newRow("open quotation") << QByteArray("name=\"big job") << u"name"_s;
    QTest::newRow("text behind a quotation") << QByteArray("name='big'job") << u"name"_s;
}

void TstDirectives::faults()
{
    QFETCH(const QByteArray, what);
    QFETCH(const QString, named);
    const Directives found = directivesOf(asking(what));
    QVERIFY(!found.faults.isEmpty());
    QCOMPARE(found.faults.first().line, 2);
    QVERIFY2(found.faults.first().what.contains(named), qPrintable(found.faults.first().what));
    QVERIFY(!found.faults.first().remedy.isEmpty());
    JobSpec spec;
    QCOMPARE(applyDirectives(spec, found, {}, {}).error().kind, Error::Kind::Refused);
}

void TstDirectives::whatWasChosenCounts()
{
    JobSpec spec{.runsOn = {u"mine"_s}, .timeoutMinutes = 5};
    const Directives asked = directivesOf(asking("runs-on=a timeout=1h array=2"));
    QVERIFY(applyDirectives(spec, asked, {DirectiveKey::RunsOn, DirectiveKey::Timeout}, {}));
    QCOMPARE(overruled(asked, spec).size(), 2);
    QVERIFY(overruled(asked, spec).first().contains(u"runs-on=a"_s));
    QCOMPARE(spec.runsOn, QStringList{u"mine"_s});
    QCOMPARE(spec.timeoutMinutes, std::optional(5));
    QCOMPARE(spec.array, 2);
}

void TstDirectives::whatIsOverruledIsSaid_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::newRow("runs-on") << QByteArray("runs-on=a,b");
    QTest::newRow("group") << QByteArray("group=big");
    QTest::newRow("timeout") << QByteArray("timeout=90s");
    QTest::newRow("upload") << QByteArray("upload=out/");
    QTest::newRow("array") << QByteArray("array=3");
    QTest::newRow("max-parallel") << QByteArray("max-parallel=3");
    QTest::newRow("fail-fast") << QByteArray("fail-fast");
    QTest::newRow("name") << QByteArray("name=big");
    QTest::newRow("standing") << QByteArray("standing");
    QTest::newRow("standing by name") << QByteArray("standing=batch");
    QTest::newRow("private") << QByteArray("private=no");
    QTest::newRow("oidc") << QByteArray("oidc");
    QTest::newRow("packages") << QByteArray("packages");
    QTest::newRow("delete") << QByteArray("delete=no");
}

void TstDirectives::whatIsOverruledIsSaid()
{
    QFETCH(const QByteArray, what);
    QCOMPARE(overruled(directivesOf(asking(what)), {}).size(), 1);
    QCOMPARE(overruled(directivesOf(asking(what)), applied(what)), QStringList());
    // Where there is but one machine nobody has chosen another.
    const bool isOfNoMeaning = what.startsWith("runs-on") || what.startsWith("standing") || what.startsWith("private");
    QCOMPARE(overruled(directivesOf(asking(what)), {.account = thisComputerId()}).isEmpty(),
             isOfNoMeaning || what.startsWith("group") || what == "oidc" || what == "packages" || what.startsWith("delete"));
}

// Breaks for the user: what they chose in the strip is gone at the next letter that they type.
void TstDirectives::whatChangesIsFollowed()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"data"_s));
    const JobSpec fresh{.timeoutMinutes = 7};
    JobSpec spec = fresh;
    const Directives none;
    const Directives some = directivesOf(asking("timeout=1h runs-on=a oidc secret=KEY input=data upload=out"));
    QVERIFY(followDirectives(spec, none, some, fresh, folder.path()));
    QCOMPARE(spec.timeoutMinutes, std::optional(60));
    QCOMPARE(spec.secrets, (QList<SecretSource>{{.name = u"KEY"_s, .from = SecretSource::From::Typed}}));
    QCOMPARE(spec.inputs.size(), 1);
    // Chosen by hand, and one word of the script changes.
    spec.timeoutMinutes = 5;
    spec.runsOn = {u"mine"_s};
    const Directives others = directivesOf(asking("timeout=1h runs-on=a secret=KEY input=data upload=bin"));
    QVERIFY(followDirectives(spec, some, others, fresh, folder.path()));
    QCOMPARE(spec.timeoutMinutes, std::optional(5));
    QCOMPARE(spec.runsOn, QStringList{u"mine"_s});
    QVERIFY(!spec.oidc);
    QCOMPARE(spec.uploads, QStringList{u"bin"_s});
    QCOMPARE(overruled(others, spec).size(), 2);
    // Nothing is asked for any more.
    QVERIFY(followDirectives(spec, others, none, fresh, folder.path()));
    QCOMPARE(spec, fresh);
    // What cannot be had changes nothing.
    QVERIFY(!followDirectives(spec, none, directivesOf(asking("timeout=2h input=gone")), fresh, folder.path()));
    QCOMPARE(spec, fresh);
}

void TstDirectives::aGroupAloneNamesTheRunner()
{
    const JobSpec spec = applied("group=big");
    QVERIFY(spec.runsOn.isEmpty());
    QCOMPARE(spec.runnerGroup, u"big"_s);
    QCOMPARE(applied("runs-on=a", {.runnerGroup = u"old"_s}).runnerGroup, QString());
    // A chosen label is not mixed with the script's group.
    QCOMPARE(applied("group=big", {.runsOn = {u"mine"_s}}, {DirectiveKey::RunsOn}).runnerGroup, QString());
}

void TstDirectives::inputsLieBesideTheScript()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"data/set"_s));
    JobSpec spec;
    QVERIFY(applyDirectives(spec, directivesOf(asking("input=data/set/ input=./data/set")), {}, folder.path()));
    QCOMPARE(spec.inputs.size(), 1);
    QCOMPARE(spec.inputs.first().name, u"data/set"_s);
    QCOMPARE(spec.inputs.first().path, folder.filePath(u"data/set"_s));
    QCOMPARE(applyDirectives(spec, directivesOf(asking("input=gone")), {}, folder.path()).error().kind, Error::Kind::Missing);
}

// Breaks for the user: the script alone does not make the same array again.
void TstDirectives::aTableLiesBesideTheScript()
{
    const QTemporaryDir folder;
    const auto write = [&folder](const QByteArray &text) {
        QFile file(folder.filePath(u"p.csv"_s));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("WIDTH\n80\n120\n"));
    const Directives asked = directivesOf(asking("params=p.csv max-parallel=1"));
    JobSpec spec{.each = {u"x"_s}};
    QVERIFY(applyDirectives(spec, asked, {}, folder.path()));
    QVERIFY(spec.each.isEmpty());
    QCOMPARE(spec.params, (Parameters{.names = {u"WIDTH"_s}, .rows = {{u"80"_s}, {u"120"_s}}, .file = folder.filePath(u"p.csv"_s)}));
    QCOMPARE(overruled(asked, spec), QStringList());
    // Another was chosen.
    JobSpec other{.params = {.names = {u"A"_s}, .rows = {{u"1"_s}}, .file = u"/x/q.csv"_s}, .maxParallel = 1};
    const JobSpec before = other;
    QCOMPARE(overruled(asked, other).size(), 1);
    QVERIFY(applyDirectives(other, asked, {DirectiveKey::Array, DirectiveKey::Params}, folder.path()));
    QCOMPARE(other, before);
    // It is no longer asked for: what was chosen by hand stays.
    QVERIFY(followDirectives(spec, asked, {}, {}, folder.path()));
    QCOMPARE(spec, JobSpec());
    QVERIFY(followDirectives(other, asked, {}, {}, folder.path()));
    QCOMPARE(other.params, before.params);
    // What is wrong with it is said, with its line.
    QVERIFY(write("WIDTH\n80,1\n"));
    const Result<> faulty = applyDirectives(spec, asked, {}, folder.path());
    QVERIFY(!faulty && faulty.error().what.startsWith(u"Line 2 of “p.csv”"_s));
    QVERIFY(QFile::remove(folder.filePath(u"p.csv"_s)));
    QCOMPARE(applyDirectives(spec, asked, {}, folder.path()).error().kind, Error::Kind::Missing);
    QCOMPARE(spec, JobSpec());
}

void TstDirectives::noOtherFilesGoAlong_data()
{
    QTest::addColumn<QString>("input");
    QTest::newRow("absolute") << u"/etc/passwd"_s;
    QTest::newRow("above") << u"../other"_s;
    QTest::newRow("above in disguise") << u"data/../../other"_s;
    QTest::newRow("everything") << u"."_s;
    QTest::newRow("a link that leads away") << u"link"_s;
}

// Breaks for the user: a script from elsewhere takes their files along.
void TstDirectives::noOtherFilesGoAlong()
{
    QFETCH(const QString, input);
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(u"here/data"_s));
    QVERIFY(QDir(folder.path()).mkpath(u"other"_s));
    QVERIFY(QFile::link(folder.filePath(u"other"_s), folder.filePath(u"here/link"_s)));
    JobSpec spec;
    const auto done = applyDirectives(spec, directivesOf(asking("input=" + input.toUtf8())), {}, folder.filePath(u"here"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, Error::Kind::Refused);
    QVERIFY(spec.inputs.isEmpty());
    const auto table = applyDirectives(spec, directivesOf(asking("params=" + input.toUtf8())), {}, folder.filePath(u"here"_s));
    QVERIFY(!table && table.error().kind == Error::Kind::Refused);
    QVERIFY2(table.error().what.contains(u"does not lie beside the script"_s), qPrintable(table.error().what));
}

void TstDirectives::secretsWithoutASource()
{
    const Directives found = directivesOf(asking("secret=API_KEY secret=TOKEN secret=token"));
    QCOMPARE(secretsAskedFor(found, {}), QStringList({u"API_KEY"_s, u"TOKEN"_s}));
    QCOMPARE(secretsAskedFor(found, {.secrets = {{.name = u"api_key"_s}}}), QStringList{u"TOKEN"_s});
}

void TstDirectives::whatAWordCanBecome()
{
    const QString line = u"# punchcard: timeout=30m run"_s;
    const auto word = directiveWordAt(line, int(line.size()));
    QVERIFY(word);
    QCOMPARE(word->typed, u"run"_s);
    QCOMPARE(line.mid(word->start), u"run"_s);
    QVERIFY(!directiveWordAt(u"# punchcard:"_s, 5));
    QVERIFY(!directiveWordAt(u"echo punchcard: run"_s, 19));

    QCOMPARE(directiveCompletions(u"run"_s, {}), QStringList{u"runs-on="_s});
    QCOMPARE(directiveCompletions(u"runs-on=ub"_s, {u"ubuntu-latest"_s, u"macos-latest"_s}), QStringList{u"runs-on=ubuntu-latest"_s});
    QCOMPARE(directiveCompletions(u"private="_s, {}), QStringList({u"private=true"_s, u"private=false"_s}));
    QVERIFY(directiveCompletions(u""_s, {}).contains(u"oidc"_s));
    QCOMPARE(directiveCompletions(u"pa"_s, {}), QStringList({u"params="_s, u"packages"_s}));
    QCOMPARE(directiveCompletions(u"f"_s, {}), QStringList{u"fail-fast"_s});
    QCOMPARE(directiveCompletions(u"m"_s, {}), QStringList{u"max-parallel="_s});
    QVERIFY(directiveCompletions(u"timeout=3"_s, {}).isEmpty());
    QVERIFY(directiveCompletions(u"runs-on=x"_s, {u"x"_s}).isEmpty()); // there is nothing left to add
}

PUNCHCARD_TEST(TstDirectives, tst_directives)
#include "tst_directives.moc"
