// SPDX-License-Identifier: MIT
#include "core/lint/shellcheck.h"

#include "tests/support/script.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QStandardPaths>
#include <QTemporaryDir>

#include <ranges>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstShellCheck : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void realFindingsAndFix();
    void severity();
    void filesOfThePersonStayUnread();
    void dialectWithoutFirstLine();
    void otherLanguagesAreNotAsked();
    void missing();
    void version();
    void failureIsAnError();
    void timeout();
    void cancelled();

private:
    [[nodiscard]] ShellCheck stand(const QByteArray &body) const;
    [[nodiscard]] static bool isInstalled() { return !QStandardPaths::findExecutable(u"shellcheck"_s).isEmpty(); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstShellCheck::init()
{
    QTest::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

ShellCheck TstShellCheck::stand(const QByteArray &body) const
{
    return ShellCheck{.program = testing::writeScript(m_dir->filePath(u"shellcheck"_s), body)};
}

void TstShellCheck::realFindingsAndFix()
{
    if (!isInstalled())
        QSKIP("ShellCheck is not installed");
    QString text = u"#!/bin/bash\nx=$1\necho $x\n"_s;
    const Result<QList<Finding>> findings = wait(checkScript({}, text, u"x.sh"_s, {}));
    QVERIFY2(findings, qPrintable(findings ? QString() : findings.error().sentence()));
    QCOMPARE(findings->size(), 1);
    const Finding &finding = findings->first();
    QCOMPARE(finding.rule(), u"SC2086"_s);
    QCOMPARE(finding.line, 3);
    for (const Edit &edit : std::views::reverse(finding.fix))
        text.replace(edit.start, edit.end - edit.start, edit.text);
    QCOMPARE(text, u"#!/bin/bash\nx=$1\necho \"$x\"\n"_s);
}

void TstShellCheck::severity()
{
    if (!isInstalled())
        QSKIP("ShellCheck is not installed");
    const ShellCheck gravest{.least = Finding::Level::Error};
    const Result<QList<Finding>> findings = wait(checkScript(gravest, u"#!/bin/bash\necho $1\n"_s, u"x.sh"_s, {}));
    QVERIFY(findings);
    QVERIFY(findings->isEmpty());
}

void TstShellCheck::filesOfThePersonStayUnread()
{
    const ShellCheck shellCheck = stand("echo \"$*\" > \"$0.arguments\"; echo '{\"comments\":[]}'");
    QVERIFY(wait(checkScript(shellCheck, u"ls"_s, m_dir->filePath(u"x.sh"_s), {})));
    QFile file(shellCheck.program + u".arguments"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "--format=json1 --color=never --shell=bash --severity=style -\n");
}

void TstShellCheck::dialectWithoutFirstLine()
{
    if (!isInstalled())
        QSKIP("ShellCheck is not installed");
    // Bash is what runs it, so the lack of a shebang is no problem, and arrays are none.
    const Result<QList<Finding>> findings = wait(checkScript({}, u"a=(1 2)\necho \"${a[@]}\"\n"_s, u"job"_s, {}));
    QVERIFY(findings);
    QVERIFY(findings->isEmpty());
}

void TstShellCheck::otherLanguagesAreNotAsked()
{
    const ShellCheck shellCheck = stand("exit 3");
    for (const QString &text : {u"#!/usr/bin/python3\nprint(1)"_s, u"  \n"_s}) {
        const Result<QList<Finding>> findings = wait(checkScript(shellCheck, text, u"x.sh"_s, {}));
        QVERIFY(findings);
        QVERIFY(findings->isEmpty());
    }
}

void TstShellCheck::missing()
{
    const ShellCheck none{.program = m_dir->filePath(u"none"_s)};
    QCOMPARE(wait(checkScript(none, u"ls"_s, u"x.sh"_s, {})).error().kind, Error::Kind::Missing);
    QCOMPARE(wait(shellCheckVersion(none, {})).error().kind, Error::Kind::Missing);
}

void TstShellCheck::version()
{
    const ShellCheck shellCheck = stand("printf 'ShellCheck - shell script analysis tool\\nversion: 0.10.0\\nlicense: x\\n'");
    QCOMPARE(wait(shellCheckVersion(shellCheck, {})).value_or(QString()), u"0.10.0"_s);
    QCOMPARE(wait(shellCheckVersion(stand("echo hello"), {})).error().kind, Error::Kind::Malformed);
}

void TstShellCheck::failureIsAnError()
{
    const Result<QList<Finding>> findings = wait(checkScript(stand("echo no such option >&2; exit 4"), u"ls"_s, u"x.sh"_s, {}));
    QVERIFY(!findings);
    QCOMPARE(findings.error().kind, Error::Kind::Local);
    QCOMPARE(findings.error().said, u"no such option"_s);
    QCOMPARE(wait(checkScript(stand("echo nonsense"), u"ls"_s, u"x.sh"_s, {})).error().kind, Error::Kind::Malformed);
}

void TstShellCheck::timeout()
{
    ShellCheck shellCheck = stand("exec sleep 60");
    shellCheck.limit = std::chrono::milliseconds(200);
    QCOMPARE(wait(checkScript(shellCheck, u"ls"_s, u"x.sh"_s, {})).error().kind, Error::Kind::Local);
}

void TstShellCheck::cancelled()
{
    const Context context;
    auto running = checkScript(stand("exec sleep 60"), u"ls"_s, u"x.sh"_s, context);
    context.cancel->request();
    QCOMPARE(wait(std::move(running)).error().kind, Error::Kind::Cancelled);
}

PUNCHCARD_TEST(TstShellCheck, tst_shellcheck)
#include "tst_shellcheck.moc"
