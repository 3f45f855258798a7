// SPDX-License-Identifier: MIT
#include "core/workflow/elementinputs.h"

#include "core/workflow/expressions.h"
#include "core/workflow/jobworkflow.h"
#include "core/workflow/workflowfile.h"
#include "tests/core/workflow/runprogram.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::workflow;

// Breaks for the user: an element reads, or pays the time for, what is another's; or its own input is not there.
class TstElementInputs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { QTest::failOnWarning(); }
    void everyElementSeesItsOwn_data();
    void everyElementSeesItsOwn();
    void withoutGitToo();
    void allSeeAllWithoutElementsOfTheirOwn();
    void tooManyForAll();

private:
    [[nodiscard]] static JobSpec specOf(const QStringList &elements);
    /// The first step of element @p element, as a runner evaluates it.
    [[nodiscard]] static std::pair<QString, QMap<QString, QString>> fetching(const JobSpec &spec, bool plain, int element);
    /// As actions/checkout does it: lines without their blanks, after what is in git's own file.
    [[nodiscard]] testing::Ran checkOutSparsely(const QString &input, const QString &folder) const;
    [[nodiscard]] testing::Ran fetch(const std::pair<QString, QMap<QString, QString>> &step, const QString &folder,
                                     const QStringList &more = {}) const;

    QTemporaryDir m_folder;
    QString m_sha;
    const QStringList m_names{
        u"a"_s,          u"ab"_s,          u"two words"_s,           u"star*"_s,    u"q?"_s,       u"[ab]"_s,   u"!not"_s,
        u"#hash"_s,      u"back\\slash"_s, u"trailing "_s,           u"trailing"_s, u" leading"_s, u"-dash"_s,  u"tab\t"_s,
        u"hard\u00a0"_s, u"größe"_s,       u"${{ github.token }}"_s, u"it's {0}"_s, u"folder"_s,   u"folder*"_s};
};

void TstElementInputs::initTestCase()
{
    const QDir repository(m_folder.filePath(u"server/octo/demo"_s));
    const auto write = [&repository](const QString &name) {
        QFile file(repository.filePath(name));
        return repository.mkpath(QFileInfo(file.fileName()).path()) && file.open(QIODevice::WriteOnly) && file.write("x") == 1;
    };
    QStringList all = m_names
        + QStringList{u"line\nbreak"_s, u"job.sh"_s, u"common[1]/deep/x"_s, u"set/one/y"_s, u"set/two"_s, u".punchcard/ship.sh"_s};
    all.removeIf([](const QString &name) { return name.startsWith(u"folder"_s); });
    for (const QString &name : all + QStringList{u"folder/x"_s, u"folder/sub/a"_s, u"folder*/x"_s})
        QVERIFY2(write(name), qPrintable(name));
    const testing::Ran made = testing::runProgram(
        "cd server/octo/demo && git init --quiet . && git add . && git -c user.name=a -c user.email=a@b commit --quiet -m m\n"
        "git rev-parse HEAD && mkdir -p ../../repos/octo/demo/tarball\n"
        "git archive --prefix=octo-demo/ --output ../../repos/octo/demo/tarball/$(git rev-parse HEAD) --format tar.gz HEAD",
        m_folder.path(), {});
    if (made.said.contains("git: command not found"))
        QSKIP("git is not installed");
    QVERIFY2(made.code == 0, made.said);
    m_sha = QString::fromLatin1(made.said.trimmed());
}

JobSpec TstElementInputs::specOf(const QStringList &elements)
{
    JobSpec spec{.inputs = {{.path = u"/c"_s, .name = u"common[1]"_s}, {.path = u"/s"_s, .name = u"set/one"_s}}, .each = elements};
    for (const QString &name : elements)
        spec.inputs.append({.path = u'/' + name, .name = name});
    return spec;
}

std::pair<QString, QMap<QString, QString>> TstElementInputs::fetching(const JobSpec &spec, bool plain, int element)
{
    const Result<QByteArray> yaml = plain ? workflowWithoutActions(spec, u"u"_s, "x\n") : jobWorkflow(spec, true, u"u"_s, {}, LiveOutput());
    const Result<WorkflowFile> file = yaml ? parseWorkflow(*yaml) : yaml.error();
    if (!file)
        return {file.error().what, {}};
    const workflow::Job &job = file->jobs.constFirst();
    QJsonObject matrix;
    for (const auto &[name, value] : job.strategy.matrix.include.at(element))
        matrix.insert(name, interpolate(value.toVariant().toString(), {}).value_or(u"<refused>"_s));
    const Scope scope{.contexts = {{u"github"_s, QJsonObject{{u"token"_s, u"stolen"_s}}}, {u"matrix"_s, matrix}}};
    const workflow::Step &step = job.steps.constFirst();
    QMap<QString, QString> values;
    for (const auto &[name, value] : plain ? step.env : step.with)
        values.insert(name, interpolate(value.toVariant().toString(), scope).value_or(u"<refused>"_s));
    return {step.run, values};
}

testing::Ran TstElementInputs::checkOutSparsely(const QString &input, const QString &folder) const
{
    QStringList lines;
    for (const QString &line : input.split(u'\n')) {
        // What JavaScript's trim() takes besides.
        static const QRegularExpression blanks(u"^[\\s\\x{a0}\\x{feff}]+|[\\s\\x{a0}\\x{feff}]+$"_s);
        if (const QString bare = QString(line).remove(blanks); !bare.isEmpty())
            lines.append(bare);
    }
    return testing::runProgram("git clone --quiet --no-checkout \"$FROM\" . && git config core.sparseCheckout true\n"
                               "printf '\\n%s\\n' \"$LINES_OF_IT\" >> .git/info/sparse-checkout\ngit checkout --quiet --detach HEAD",
                               folder, {u"FROM="_s + m_folder.filePath(u"server/octo/demo"_s), u"LINES_OF_IT="_s + lines.join(u'\n')});
}

testing::Ran TstElementInputs::fetch(const std::pair<QString, QMap<QString, QString>> &step, const QString &folder,
                                     const QStringList &more) const
{
    const QString server = u"file://"_s + m_folder.filePath(u"server"_s);
    QStringList environment{u"GITHUB_SERVER_URL="_s + server, u"GITHUB_API_URL="_s + server,       u"GITHUB_REPOSITORY=octo/demo"_s,
                            u"GITHUB_SHA="_s + m_sha,         u"RUNNER_TEMP="_s + m_folder.path(), u"PUNCHCARD_TOKEN=t0ken"_s};
    environment.append(u"PUNCHCARD_FILES="_s + step.second.value(u"PUNCHCARD_FILES"_s));
    return testing::runProgram(step.first.toUtf8(), folder, environment + more);
}

void TstElementInputs::everyElementSeesItsOwn_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : m_names + QStringList{u"line\nbreak"_s})
        QTest::newRow(qPrintable(name)) << name;
}

void TstElementInputs::everyElementSeesItsOwn()
{
    QFETCH(const QString, name);
    if (m_sha.isEmpty())
        QSKIP("git is not installed");
    constexpr QDir::Filters everything = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
    QStringList expected{u"common[1]"_s, u"job.sh"_s, u"set"_s, name};
    expected.sort();
    const bool isFolder = name.startsWith(u"folder"_s);
    const auto check = [&](const QDir &at, QStringList there) {
        there.removeAll(u".git"_s);
        there.removeAll(u".punchcard"_s);
        there.sort();
        QCOMPARE(there, expected);
        QVERIFY(QFileInfo::exists(at.filePath(u"common[1]/deep/x"_s)) && QFileInfo::exists(at.filePath(u"set/one/y"_s)));
        QVERIFY(!QFileInfo::exists(at.filePath(u"set/two"_s)));
        QVERIFY(!isFolder || QFileInfo::exists(at.filePath(name + u"/x"_s)));
        QCOMPARE(QFileInfo::exists(at.filePath(u"folder/sub/a"_s)), name == u"folder"_s);
    };
    const JobSpec all = specOf(m_names + QStringList{u"line\nbreak"_s});
    const auto sparse = fetching(all, false, int(all.each.indexOf(name)));
    QCOMPARE(sparse.second.value(u"sparse-checkout-cone-mode"_s), u"false"_s);
    const QTemporaryDir cloned;
    const testing::Ran ran = checkOutSparsely(sparse.second.value(u"sparse-checkout"_s), cloned.path());
    QVERIFY2(ran.code == 0, ran.said);
    QVERIFY(QFileInfo::exists(cloned.filePath(u".punchcard/ship.sh"_s)));
    check(cloned.path(), QDir(cloned.path()).entryList(everything));

    if (name.contains(u'\n')) {
        QVERIFY2(!workflowWithoutActions(all, u"u"_s, "x\n"), "two names");
        return;
    }
    const QTemporaryDir fetched;
    const testing::Ran plain = fetch(fetching(specOf(m_names), true, int(m_names.indexOf(name))), fetched.path());
    QVERIFY2(plain.code == 0, plain.said);
    check(fetched.path(), QDir(fetched.path()).entryList(everything));
}

void TstElementInputs::withoutGitToo()
{
    if (m_sha.isEmpty())
        QSKIP("git is not installed");
    const QTemporaryDir programs;
    const testing::Ran linked = testing::runProgram(
        "for name in bash curl tar gzip find rm mkdir mv base64 tr; do ln -s \"$(command -v $name)\" .; done", programs.path(), {});
    QVERIFY2(linked.code == 0, linked.said);
    for (const QString &name : {u"folder*"_s, u"trailing "_s, u"-dash"_s}) {
        const QTemporaryDir folder;
        const auto step = fetching(specOf(m_names), true, int(m_names.indexOf(name)));
        const testing::Ran ran = fetch(step, folder.path(), {u"PATH="_s + programs.path()});
        QVERIFY2(ran.code == 0, ran.said);
        QStringList expected{u"common[1]"_s, u"job.sh"_s, u"set"_s, name};
        expected.sort();
        QStringList there = QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        there.sort();
        QCOMPARE(there, expected);
    }
    QVERIFY(QDir(m_folder.path()).entryList({u"punchcard-commit*"_s}).isEmpty());
}

void TstElementInputs::allSeeAllWithoutElementsOfTheirOwn()
{
    const JobSpec spec{.inputs = {{.path = u"/c"_s, .name = u"c"_s}}, .array = 2};
    QCOMPARE(fetching(spec, false, 0).second.keys(), QStringList{u"persist-credentials"_s});
    QCOMPARE(fetching(spec, true, 0).second.keys(), QStringList{u"PUNCHCARD_TOKEN"_s});
}

// Breaks for the user: GitHub refuses the whole file.
void TstElementInputs::tooManyForAll()
{
    JobSpec spec = specOf({u"a"_s});
    for (int i = 0; i < 300; ++i)
        spec.inputs.append({.path = u"/x"_s, .name = QString::number(i) + QString(100, u'x')});
    const Result<QByteArray> yaml = jobWorkflow(spec, true);
    QVERIFY(!yaml);
    QCOMPARE(yaml.error().kind, Error::Kind::Refused);
    QVERIFY(!yaml.error().remedy.isEmpty());
    spec.each.clear();
    spec.array = 2;
    QVERIFY(jobWorkflow(spec, true));
}

PUNCHCARD_TEST(TstElementInputs, tst_elementinputs)
#include "tst_elementinputs.moc"
